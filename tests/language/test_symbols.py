"""How names print."""

from __future__ import annotations

import pytest

from dlquiz.language.write.symbols import GREEK, name_to_latex, name_to_symbol

SYMBOLS = {
    "x": ("x", "x"),
    "lr": ("η", r"\eta"),
    "eta": ("η", r"\eta"),
    "lambda": ("λ", r"\lambda"),
    "eps": ("ε", r"\varepsilon"),
    "Delta": ("Δ", r"\Delta"),
    "pi": ("π", r"\pi"),
    "y_hat": ("ŷ", r"\hat{y}"),
    "x_hat": ("x̂", r"\hat{x}"),
    "mu_hat": ("μ̂", r"\hat{\mu}"),
    "y_hat_2": ("ŷ₂", r"\hat{y}_{2}"),
    "c_in": ("c_in", r"c_{\text{in}}"),
    "w_new": ("w_new", r"w_{\text{new}}"),
    "x_1": ("x₁", "x_{1}"),
    "w1": ("w₁", "w_{1}"),
    "w1_new": ("w₁_new", r"w_{1,\text{new}}"),
    "x_1_2": ("x₁,₂", "x_{1,2}"),
    "lr_max": ("η_max", r"\eta_{\text{max}}"),
    "theta2": ("θ₂", r"\theta_{2}"),
    "total": ("total", r"\text{total}"),
    "per_filter": ("per_filter", r"\text{per\_filter}"),
    "conv1_out": ("conv1_out", r"\text{conv1\_out}"),
    "mean_hat": ("mean_hat", r"\text{mean\_hat}"),
    "ä": ("ä", "ä"),
    "dE_dw": ("∂E/∂w", r"\frac{\partial E}{\partial w}"),
    "dL_dy_hat": ("∂L/∂ŷ", r"\frac{\partial L}{\partial \hat{y}}"),
    "dz2_da1": ("∂z₂/∂a₁", r"\frac{\partial z_{2}}{\partial a_{1}}"),
    "dE_dw_new": ("∂E/∂w_new", r"\frac{\partial E}{\partial w_{\text{new}}}"),
    "dloss_dw": ("∂loss/∂w", r"\frac{\partial \text{loss}}{\partial w}"),
    "dE_dtheta": ("∂E/∂θ", r"\frac{\partial E}{\partial \theta}"),
    "data_dim": ("data_dim", r"\text{data\_dim}"),
    "dropout_dense": ("dropout_dense", r"\text{dropout\_dense}"),
    "d_model": ("d_model", r"d_{\text{model}}"),
}


@pytest.mark.parametrize(("name", "wanted"), SYMBOLS.items())
def test_symbols(name: str, wanted: tuple[str, str]) -> None:
    assert (name_to_symbol(name), name_to_latex(name)) == wanted


@pytest.mark.parametrize("name", GREEK)
def test_greek_letters_are_one_letter_and_one_command(name: str) -> None:
    assert name_to_symbol(name) == GREEK[name]
    assert len(name_to_symbol(name)) == 1
    assert name_to_latex(name)[0] == "\\"
    assert name_to_latex(name)[1:].isalpha()
