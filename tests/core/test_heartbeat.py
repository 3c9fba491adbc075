"""The worker's sign of life, and what it says of the main loop."""

import queue
import time

from core.heartbeat import Beat, Heartbeat

EVERY = 0.02


def beats(heartbeat: Heartbeat, told: "queue.Queue[Beat]", count: int) -> list[Beat]:
    heartbeat.start()
    heard = [told.get(timeout=10) for _beat in range(count)]
    heartbeat.stop()
    return heard


def test_a_main_loop_that_waits_is_not_stuck() -> None:
    told: queue.Queue[Beat] = queue.Queue()
    heartbeat = Heartbeat(told.put, EVERY)
    heartbeat.turn(busy=False)
    assert all(not beat.busy for beat in beats(heartbeat, told, 3))


def test_seconds_are_counted_from_the_last_turn() -> None:
    told: queue.Queue[Beat] = queue.Queue()
    heartbeat = Heartbeat(told.put, EVERY)
    heartbeat.turn()
    first, *_, last = beats(heartbeat, told, 5)
    assert first.busy
    assert last.busy
    assert first.seconds < last.seconds
    heartbeat.turn()
    assert beats(Heartbeat(told.put, EVERY), told, 1)[0].seconds <= EVERY


def test_it_stops() -> None:
    told: queue.Queue[Beat] = queue.Queue()
    beats(Heartbeat(told.put, EVERY), told, 1)
    time.sleep(EVERY * 3)
    before = told.qsize()
    time.sleep(EVERY * 5)
    assert told.qsize() == before
