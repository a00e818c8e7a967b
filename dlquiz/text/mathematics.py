r"""The LaTeX that leaves the program: commands of mathematics, and nothing that links, loads, defines or runs.

What shows formulas elsewhere (MathJax in Anki and in browsers, KaTeX, LaTeX itself) knows commands such as `\href`,
`\require` or `\input`.  So a formula leaves the program only if all its commands are in the list below; any other is
shown as text by every export.  A command that only decorates, or that is not known everywhere, is not missed.
"""

from __future__ import annotations

import re
from functools import lru_cache

LETTERS = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi omicron pi varpi rho varrho
sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega digamma
varkappa aleph beth hbar hslash imath jmath ell wp Re Im infty emptyset varnothing top bot angle triangle square Box
diamond Diamond bigstar blacksquare prime backprime ldots dots dotsb dotsc cdots vdots ddots degree backslash flat
natural sharp clubsuit diamondsuit heartsuit spadesuit checkmark S
"""
RELATIONS = """
lt gt le leq ge geq ne neq leqslant geqslant leqq geqq lesssim gtrsim ll gg prec succ preceq succeq approx approxeq
equiv cong sim simeq asymp doteq propto varpropto models vdash dashv perp parallel mid nmid nparallel in ni notin subset
supset subseteq supseteq subsetneq supsetneq sqsubseteq sqsupseteq coloneqq triangleq colon to gets rightarrow leftarrow
leftrightarrow longrightarrow longleftarrow longleftrightarrow Rightarrow Leftarrow Leftrightarrow Longrightarrow
Longleftarrow Longleftrightarrow implies impliedby iff mapsto longmapsto hookrightarrow hookleftarrow rightharpoonup
rightleftharpoons leadsto rightsquigarrow uparrow downarrow updownarrow Uparrow Downarrow nearrow searrow swarrow
nwarrow xrightarrow xleftarrow not therefore because
"""
OPERATORS = """
cdot times ast star div pm mp odot otimes oplus ominus oslash circ bullet bmod mod pmod setminus smallsetminus cup cap
uplus sqcup sqcap land wedge lor vee lnot neg dagger ddagger amalg wr partial nabla forall exists nexists sum prod
coprod int iint iiint oint bigcup bigcap bigsqcup bigvee bigwedge bigoplus bigotimes bigodot biguplus surd
"""
FUNCTIONS = """
ln log lg exp max min tanh sinh cosh coth sin cos tan cot sec csc arcsin arccos arctan dim arg deg det gcd hom ker lim
liminf limsup sup inf Pr sgn softmax ReLU argmax argmin operatorname operatorname*
"""
BRACKETS = """
left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm lfloor rfloor lceil rceil
langle rangle lvert rvert lVert rVert vert Vert lbrace rbrace lbrack rbrack lgroup rgroup ulcorner urcorner
"""
STRUCTURES = """
frac dfrac tfrac cfrac binom dbinom tbinom sqrt over atop choose begin end hline cr limits nolimits displaystyle
textstyle scriptstyle scriptscriptstyle overset underset stackrel substack underbrace overbrace overrightarrow
overleftarrow underline overline boxed phantom hphantom vphantom mathord mathop mathbin mathrel mathopen mathclose
mathpunct mathinner nonumber notag quad qquad enspace thinspace
"""
ACCENTS = "hat widehat bar tilde widetilde vec dot ddot check breve acute grave mathring"
ALPHABETS = """
text textrm textbf textit texttt textsf textnormal mbox mathrm mathbf mathit mathsf mathtt mathnormal mathbb mathcal
mathscr mathfrak boldsymbol bm pmb rm bf it
"""
ENVIRONMENTS = """
matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix cases array aligned gathered split align align*
gather gather* equation equation*
"""
SIGNS = frozenset(",;:!> \\{}|%_&#$^~")
COMMANDS = SIGNS.union(*map(str.split, (LETTERS, RELATIONS, OPERATORS, FUNCTIONS, BRACKETS, STRUCTURES)))
COMMANDS = COMMANDS.union(ACCENTS.split(), ALPHABETS.split())
MAX_LENGTH = 20_000
MAX_DEPTH = 60
TOKEN = re.compile(r"\\(?:begin|end)\{[^{}]*\}|\\[A-Za-z]+\*?|\\.?|\^\^|[{}%#$`]", re.DOTALL)
ENVIRONMENT = re.compile(r"\\(begin|end)\{([^{}]*)\}")
OPENING = {"{": "}", r"\left": r"\right"}
CLOSING = frozenset(OPENING.values())


@lru_cache(1024)
def find_fault(latex: str) -> str:
    r"""Why exports show a formula as text, as `\href is not a command of mathematics`; empty where they show it."""
    if len(latex) > MAX_LENGTH:
        return f"it has more than {MAX_LENGTH:,} characters"
    awaited: list[str] = []
    for token in TOKEN.findall(latex):
        if fault := find_token_fault(token):
            return fault
        if closing := find_closing(token):
            awaited.append(closing)
            if len(awaited) > MAX_DEPTH:
                return f"it is nested more than {MAX_DEPTH} deep"
        elif (token in CLOSING or token.startswith(r"\end")) and (not awaited or awaited.pop() != token):
            return f"{token} closes nothing"
    return f"{awaited[-1]} is missing" if awaited else ""


def find_token_fault(token: str) -> str:
    """What is wrong with a token alone."""
    if environment := ENVIRONMENT.fullmatch(token):
        return (
            "" if environment[2] in ENVIRONMENTS.split() else f"{environment[2]} is not an environment of mathematics"
        )
    if token.startswith("\\"):
        name = token[1:]
        known = name in COMMANDS or (name.endswith("*") and name[:-1] in COMMANDS)  # a star behind a command is a sign
        return "" if known and name not in ("begin", "end") else f"{token} is not a command of mathematics"
    return "" if token in "{}" else f"{token} is not a sign of mathematics"


def find_closing(token: str) -> str:
    """The token that must close what this one opens; empty where it opens nothing."""
    environment = ENVIRONMENT.fullmatch(token)
    if environment and environment[1] == "begin":
        return rf"\end{{{environment[2]}}}"
    return OPENING.get(token, "")
