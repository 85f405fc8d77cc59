"""The manifests for Kubernetes. They are validated, but not run."""

import re

import kubernetes_validate
import pytest
import yaml
from servers import ROOT

FOLDER = ROOT / "docker/kubernetes"
RESOURCES = [
    resource
    for file in sorted(FOLDER.glob("*.yaml"))
    for resource in yaml.safe_load_all(file.read_text())
    if resource["kind"] != "Kustomization"
]


def only(kind: str) -> dict:
    return next(resource for resource in RESOURCES if resource["kind"] == kind)


@pytest.mark.parametrize("version", ["1.31", "1.37"])
def test_resources_match_the_schema_of_kubernetes(version):
    for resource in RESOURCES:
        kubernetes_validate.validate(resource, version, strict=True)


def test_every_file_is_applied():
    kustomization = yaml.safe_load((FOLDER / "kustomization.yaml").read_text())
    used = [*kustomization["resources"], "kustomization.yaml"]
    for generator in kustomization["configMapGenerator"]:
        used += generator.get("files", []) + generator.get("envs", [])
    assert sorted(used) == sorted(file.name for file in FOLDER.iterdir())


def test_settings_are_options_of_store():
    section = re.search(r"^## store$(.*?)^## ", (ROOT / "docs/options.md").read_text(), re.MULTILINE | re.DOTALL)[1]
    options = re.findall(r"^\| `--(\w+)`", section, re.MULTILINE)
    variables = {"USERSTREAM_" + re.sub("([A-Z])", r"_\1", option).upper() for option in options}
    assert set(re.findall(r"^(\w+)=", (FOLDER / "store.env").read_text(), re.MULTILINE)) <= variables


def test_lag_is_a_metric():
    metric = only("HorizontalPodAutoscaler")["spec"]["metrics"][0]["external"]["metric"]["name"]
    assert f"| `{metric}` |" in (ROOT / "docs/metrics.md").read_text()


def test_driver_has_time_to_stop():
    assert only("Deployment")["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > 30


def test_new_driver_starts_before_the_old_one_stops():
    assert only("Deployment")["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
