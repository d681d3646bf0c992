"""Who must hear that results of an exam changed after they were known. Apps further right register here, as they are loaded."""

LISTENERS = []


def on_changed_results(listener):
    """Register ``listener(*, actor, exam, people, why, now)``: called in the transaction that changed the results.

    ``people`` are ids, ``why`` is a sentence for whoever looks into it.
    """
    LISTENERS.append(listener)
    return listener


def tell_changed(*, actor, exam, people, why, now):
    if people:
        for listener in LISTENERS:
            listener(actor=actor, exam=exam, people=people, why=why, now=now)
