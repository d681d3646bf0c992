"""What :mod:`tests.sabotages` does to the product, and which test has to see it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """``old`` stands exactly once in ``file`` and becomes ``new``."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Sabotage:
    """``name`` says what is taken from the product; ``test`` is the node of the test that has to fail.

    ``fresh`` is for what migrations put into the database: it is migrated anew.
    """

    name: str
    changes: tuple[Change, ...]
    test: str
    fresh: bool = False


def _one(name, file, old, new, test, *, fresh=False):
    return Sabotage(name, (Change(file, old, new),), test, fresh)


SABOTAGES = (
    # Who may see and do what
    _one("a view asks no permission before it tells a whole telephone number", "lms/people/views/telephones.py",
         '    access.require(request.user, "person.reveal", shown)\n', "",
         "tests/people/test_revealing.py::test_others_are_not_told"),
    _one("a role on one sub-district sees the people of all", "lms/people/models/person.py",
         "        if user.scope.sees_everything:\n", "        if paths:\n",
         "tests/people/test_scope.py::test_subdistrict_sees_its_people_and_no_others"),
    _one("whoever sets an exam watches over an attempt of their own", "courses/matrix.toml",
         'of = "exam.organisation"\nperson = "person"\nown = "refused"\n',
         'of = "exam.organisation"\n',
         "tests/courses/test_sitting.py::test_nobody_watches_over_their_own_attempt"),
    _one("a tablet is found by its number alone and not through its session", "cohorts/views/kiosks.py",
         "get_object_or_404(session.kiosks, pk=kiosk_pk)", "get_object_or_404(Kiosk, pk=kiosk_pk)",
         "tests/cohorts/test_kiosk.py::test_a_tablet_is_ended_through_its_own_session_only"),
    # What comes out: pages, files, logs
    _one("a note is put into its page unescaped", "templates/cms/parts/lesson_notes.html",
         "{{ note.text|linebreaks }}", "{{ note.text|safe|linebreaks }}",
         "tests/cms/test_reading.py::test_a_trainee_finds_own_notes_and_no_one_elses"),
    _one("pages may carry scripts and styles of their own", "lms/config/security.py",
         '"default-src": [SELF],', '"default-src": [SELF, "\'unsafe-inline\'"],',
         "tests/test_app.py::test_no_page_may_carry_scripts_or_styles_of_its_own"),
    _one("pages of whoever is signed in are stored by shared computers", "lms/middleware.py",
         'response.headers["Cache-Control"] = "no-store, private"', 'response.headers["Cache-Control"] = "private"',
         "tests/people/test_sessions.py::test_pages_of_whoever_is_signed_in_are_not_stored"),
    _one("the size of the text leads to other sites", "lms/views/entry.py",
         'target if ours and target.startswith("/") else "/"', 'target if target.startswith("/") else "/"',
         "tests/test_app.py::test_the_size_leads_to_no_other_site"),
    _one("formulas go into files of comma-separated values as they are", "lms/tables/texts.py",
         "    return f\"'{text}\" if _needs_quote(text) else text\n", "    return text\n",
         "tests/test_tables.py::test_what_a_spreadsheet_would_calculate_is_known"),
    _one("what is printed opens any address", "lms/printing/press.py",
         """            raise RefusedAddress(f"only packaged assets may be fetched, not {scheme}:")
""", """            from weasyprint.urls import URLFetcher

            return URLFetcher(timeout=1).fetch(url)
""", "tests/certificates/test_certificates.py::test_the_page_can_fetch_nothing_but_packaged_assets"),
    # Personal data
    _one("telephone numbers are not masked", "lms/people/models/person.py",
         'return f"{self.phone[:3]}****{self.phone[-4:]}" if self.phone else ""', 'return self.phone or ""',
         "tests/people/test_revealing.py::test_it_is_masked_until_asked_for_with_a_reason"),
    Sabotage("telephone numbers lie in clear", (
        Change("lms/sealing/fields.py", "sealed = boxes.seal(str(value), self._purpose())", "sealed = str(value)"),
        Change("lms/sealing/fields.py", "return boxes.unseal(value[WHOLE + TAIL + 2:], self._purpose())",
               "return value[WHOLE + TAIL + 2:]"),
    ), "tests/people/test_sealing.py::test_a_number_lies_encrypted_and_is_read_as_it_was"),
    _one("nobody hears of it when a telephone number was looked at", "lms/people/actions/accounts.py",
         """    record(actor=actor, verb="person.reveal", target=person, organisation=home_of(person),
           detail={"reason": reason} if reason else {})
""", "", "tests/people/test_revealing.py::test_ones_own_number_needs_the_password_and_no_reason"),
    _one("the log is written with the numbers of people", "lms/log_lines.py",
         "        text = pattern.sub(masked, text)\n", "        pattern.sub(masked, text)\n",
         "tests/operations/test_watching.py::test_no_personal_data_reaches_the_log"),
    # Time and tries
    _one("a code for checking in is good for an hour", "lms/rules/rotating.py",
         "for one in (number, number - 1)]", "for one in range(number - 360, number + 1)]",
         "tests/cohorts/test_check_in_rules.py::test_a_code_lives_through_its_own_step_and_the_next_and_no_longer"),
    _one("answers count after the exam is over", "courses/rules/marking.py",
         "    return now <= deadline + GRACE\n", "    return True\n",
         "tests/courses/test_sitting.py::test_a_change_after_deadline_and_grace_is_refused_and_the_server_hands_in"),
    _one("certificates may be guessed at without end", "certificates/throttle.py",
         ":{window}\", 120) > limit\n", ":{window}\", 120) < 0\n",
         "tests/certificates/test_certificates.py::test_enumeration_meets_the_throttle"),
    # Work behind the pages
    _one("a worker takes a job that another has taken", "lms/jobs/actions/running.py",
         "return Job.objects.filter(pk=job_id, state=JobState.QUEUED).exclude(",
         "return Job.objects.filter(pk=job_id).exclude(",
         "tests/jobs/test_jobs.py::test_a_job_delivered_twice_runs_once"),
    _one("each line of the trail asks the database for its person", "lms/audit/lists.py",
         'AuditEntry.objects.visible_to(user).select_related("actor").annotate(', "AuditEntry.objects.visible_to(user).annotate(",
         "tests/audit/test_trail.py::test_queries_do_not_grow"),
    # What the database refuses
    Sabotage("nothing keeps a class from having two current timetables", (
        Change("cohorts/models/timetable.py",
               '            models.UniqueConstraint(fields=["cohort"], condition=Q(current=True), name="one_current_version"),\n',
               ""),
        Change("cohorts/migrations/0001_squashed_0010_device_decisions.py",
               ", models.UniqueConstraint(condition=models.Q(('current', True)), fields=('cohort',), name='one_current_version')",
               ""),
    ), "tests/cohorts/test_publishing.py::test_every_earlier_version_stays_with_its_difference", fresh=True),
    _one("the trail has no triggers against changes", "lms/audit/guards.py",
         "    for statement in statements(schema_editor.connection.vendor)[0]:\n", "    for statement in ():\n",
         "tests/audit/test_chain.py::test_the_database_itself_refuses", fresh=True),
)
