import pytest
from tests.service.test_never import *
from tests.service.test_never import Never
from dadinfo.outbox import unsure, receipts
MUT = {
 "match": lambda m: m.setattr(unsure, "_match", lambda *a: None),
 "tries": lambda m: m.setattr(receipts, "MOST_TRIES", 5),
}
@pytest.mark.parametrize("name", MUT)
def test_mut(world, monkeypatch, name):
    if "postgresql" in str(world.house.service.settings.database_url): pytest.skip()
    MUT[name](monkeypatch)
    machine = type("Never", (Never,), {"world": world})
    try:
        run_state_machine_as_test(machine, settings=settings(max_examples=20, stateful_step_count=25, deadline=None, database=None, phases=(Phase.generate,), report_multiple_bugs=False, suppress_health_check=list(HealthCheck)))
    except (AssertionError, BaseExceptionGroup) as e:
        print("CAUGHT", name, str(e).splitlines()[0][:150])
    else:
        print("MISSED", name)
