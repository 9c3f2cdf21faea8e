"""The files that deploy several hosts: valid by their own schemas, and in agreement with what the studio is."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate.utils
import pytest
import yaml
from fastapi.testclient import TestClient
from prometheus_client import generate_latest

from tests.support.serving import IsolatedSettings
from tunesmith import __version__
from tunesmith.cli.studio import SECONDS_TO_FINISH
from tunesmith.cli.studio import studio as commands
from tunesmith.studio.metrics import Metrics
from tunesmith.studio.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
MANIFESTS = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
PLACES = {"TUNESMITH_CACHE", "POD_IP", "VISITED_AS"}
"""Variables that are read elsewhere than in the settings, or make up one of them."""
SETTINGS = {name.upper() for name in Settings.model_fields}


def resources() -> Iterator[dict[str, Any]]:
    for file in MANIFESTS:
        yield from yaml.safe_load_all(file.read_text())


def kind(name: str) -> dict[str, Any]:
    [found] = [one for one in resources() if one["kind"] == name]
    return found


@pytest.fixture
def container() -> dict[str, Any]:
    [found] = kind("Deployment")["spec"]["template"]["spec"]["containers"]
    return dict(found)


@pytest.mark.parametrize("resource", list(resources()), ids=lambda resource: resource["kind"])
def test_kubernetes_accepts_every_manifest(resource: dict[str, Any]) -> None:
    versions = kubernetes_validate.utils.all_versions()[-3:]  # those that are supported
    for version in versions:
        kubernetes_validate.validate(resource, version, strict=True)


def test_a_manifest_with_a_wrong_word_is_not_accepted() -> None:
    wrong = kind("Service")
    wrong["spec"]["prots"] = wrong["spec"].pop("ports")
    with pytest.raises(kubernetes_validate.ValidationError, match="prots"):
        kubernetes_validate.validate(wrong, kubernetes_validate.utils.latest_version(), strict=True)


def checked_by_compose(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)]
    return subprocess.run(command, capture_output=True, text=True)


def test_compose_accepts_its_file_and_no_file_with_a_wrong_word(tmp_path: Path) -> None:
    accepted = checked_by_compose(COMPOSE)
    assert accepted.returncode == 0, accepted.stdout
    wrong = tmp_path / "compose.yaml"
    wrong.write_text(COMPOSE.read_text().replace("depends_on:", "depends_upon:"))
    refused = checked_by_compose(wrong)
    assert "depends_upon" in refused.stdout


def test_every_variable_is_a_setting(container: dict[str, Any]) -> None:
    in_pods = {one["name"] for one in container["env"]} | kind("ConfigMap")["data"].keys()
    in_compose = set(yaml.safe_load(COMPOSE.read_text())["services"]["studio"]["environment"])
    assert in_pods - PLACES <= SETTINGS
    assert in_compose <= SETTINGS


def test_the_secret_is_named_and_nowhere_given() -> None:
    text = "".join(file.read_text() for file in MANIFESTS)
    assert "Secret" not in {one["kind"] for one in resources()}
    given = set(re.findall(r"--from-literal=(\w+)=", text))
    assert given == {"API_KEY", "DATABASE_URL", "REDIS_URL"} <= SETTINGS
    [job] = kind("Job")["spec"]["template"]["spec"]["containers"]
    assert [one["valueFrom"]["secretKeyRef"]["key"] for one in job["env"]] == ["DATABASE_URL"]


def test_probes_metrics_and_stopping_are_those_of_the_studio(container: dict[str, Any], client: TestClient) -> None:
    probes = [container[f"{name}Probe"]["httpGet"] for name in ("startup", "readiness", "liveness")]
    pods = kind("Deployment")["spec"]["template"]
    for path in [*(probe["path"] for probe in probes), pods["metadata"]["annotations"]["prometheus.io/path"]]:
        assert client.get(path).status_code == 200
    [port] = container["ports"]
    assert {probe["port"] for probe in probes} == {port["name"]} == {kind("Service")["spec"]["ports"][0]["targetPort"]}
    assert port["containerPort"] == Settings.model_fields["port"].default
    waits = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pods["spec"]["terminationGracePeriodSeconds"] >= waits + SECONDS_TO_FINISH


def test_the_studio_goes_by_the_names_that_probes_and_visitors_use(container: dict[str, Any]) -> None:
    given = {one["name"]: one.get("value", "") for one in container["env"]}
    names = given["TRUSTED_HOSTS"].replace("$(POD_IP)", "10.1.2.3").replace("$(VISITED_AS)", "tunes.example.org")
    assert IsolatedSettings(trusted_hosts=names).hosts >= {"10.1.2.3", "tunes.example.org", "tunesmith"}


def test_the_queue_is_a_metric_of_the_studio() -> None:
    [metric] = kind("HorizontalPodAutoscaler")["spec"]["metrics"]
    assert f"\n{metric['pods']['metric']['name']} 0.0\n" in generate_latest(Metrics().registry).decode()


def test_all_run_the_image_of_this_version_and_commands_that_it_has() -> None:
    services = yaml.safe_load(COMPOSE.read_text())["services"]
    pods = [kind(name)["spec"]["template"]["spec"]["containers"][0] for name in ("Deployment", "Job")]
    ours = [services["studio"], services["migration"], *pods]
    assert {one["image"] for one in ours} == {f"tunesmith:{__version__}"}
    assert services["migration"]["command"] == pods[1]["command"]
    program, *words = pods[1]["command"]
    assert program in (DEPLOY / "Dockerfile").read_text()
    assert words[0] == "studio"
    assert words[1] in commands


def test_no_image_names_a_registry() -> None:
    images = re.findall(r"image: (\S+)", COMPOSE.read_text() + "".join(file.read_text() for file in MANIFESTS))
    assert len(images) == 5
    assert not [image for image in images if "/" in image]


def test_autoscaler_and_service_mean_the_deployment() -> None:
    deployment = kind("Deployment")
    assert kind("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    for selector in (
        kind("Service")["spec"]["selector"],
        kind("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
        deployment["spec"]["selector"]["matchLabels"],
    ):
        assert selector.items() <= labels.items()
    assert not kind("Job")["spec"]["template"]["metadata"]["labels"].items() & labels.items()
