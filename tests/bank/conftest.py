import pytest
import yaml

from dlquiz.bank import nodes

PARSERS = {"python": yaml.SafeLoader, "c": getattr(yaml, "CSafeLoader", None)}


@pytest.fixture(params=sorted(PARSERS))
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each of PyYAML's parsers in turn."""
    loader = PARSERS[request.param]
    if loader is None:
        pytest.skip("PyYAML is built without its C parser here")
    monkeypatch.setattr(nodes, "PARSER", loader)
    return str(request.param)
