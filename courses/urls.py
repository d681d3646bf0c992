"""Addresses of this app, whole: the site includes them at its root."""

from django.urls import path

from courses.views import (
    banks,
    catalogue,
    exam_desk,
    hours,
    invigilation,
    item_analysis,
    learning,
    lesson_questions,
    notes,
    offline,
    question_files,
    question_history,
    question_media,
    question_states,
    questions,
    released,
    scorm,
    sitting,
    watching,
)

app_name = "courses"

urlpatterns = [
    path("learn/lessons/<uuid:key>/done/", learning.lesson_done, name="lesson-done"),
    path("learn/lessons/<uuid:key>/scorm/", scorm.save, name="scorm-save"),
    path("learn/media/<int:pk>/start/", watching.start, name="media-start"),
    path("learn/media/<int:pk>/beats/", watching.beats, name="media-beats"),
    path("my/hours/<int:pk>/", hours.line, name="hours-line"),
]

urlpatterns += [
    path("learn/acts/", offline.acts, name="acts"),
    path("learn/lessons/<uuid:key>/bookmark/", notes.bookmark, name="bookmark"),
    path("learn/lessons/<uuid:key>/notes/", notes.note_add, name="note-add"),
    path("learn/lessons/<uuid:key>/questions/", lesson_questions.ask, name="lesson-ask"),
    path("my/bookmarks/", notes.keepings, name="keepings"),
    path("my/notes/<int:pk>/", notes.note, name="note"),
    path("my/notes/<int:pk>/delete/", notes.note_delete, name="note-delete"),
    path("desk/lesson-questions/", lesson_questions.questions, name="lesson-questions"),
    path("desk/lesson-questions/<int:pk>/", lesson_questions.question, name="lesson-question"),
    path("desk/lesson-questions/<int:pk>/publish/", lesson_questions.question_publish, name="lesson-question-publish"),
    path("learn/lessons/<uuid:key>/share/", catalogue.lesson_share, name="lesson-share"),
    path("learn/courses/<uuid:key>/join/", catalogue.course_join, name="course-join"),
    path("learn/courses/<uuid:key>/leave/", catalogue.course_leave, name="course-leave"),
]

urlpatterns += [
    path("exams/", sitting.mine, name="exams-mine"),
    path("exams/<int:pk>/", sitting.exam, name="exam"),
    path("exams/attempts/<int:pk>/", sitting.attempt, name="attempt"),
    path("exams/attempts/<int:pk>/save/", sitting.attempt_save, name="attempt-save"),
    path("exams/attempts/<int:pk>/review/", sitting.attempt_review, name="attempt-review"),
    path("exams/attempts/<int:pk>/hand-in/", sitting.attempt_submit, name="attempt-submit"),
    path("exams/attempts/<int:pk>/result/", sitting.attempt_result, name="attempt-result"),
    path("exams/attempts/<int:pk>/answers/", released.attempt_answers, name="attempt-answers"),
    path("exams/<int:pk>/room/<str:code>/", sitting.exam_room, name="exam-room"),
    path("desk/exams/<int:pk>/watch/", invigilation.exam_watch, name="exam-watch"),
    path("desk/exams/<int:pk>/watch/more-time/", invigilation.exam_extend, name="exam-extend"),
    path("desk/exams/<int:pk>/watch/end/", invigilation.exam_end, name="exam-end"),
    path("desk/exams/<int:pk>/screen/", invigilation.exam_screen, name="exam-screen"),
    path("desk/exams/<int:pk>/screen/code/", invigilation.exam_screen_code, name="exam-screen-code"),
    path("desk/attempts/<int:pk>/free/", invigilation.attempt_free, name="attempt-free"),
    path("desk/attempts/<int:pk>/more-time/", invigilation.attempt_extend, name="attempt-extend"),
    path("desk/attempts/<int:pk>/end/", invigilation.attempt_end, name="attempt-end"),
    path("desk/attempts/<int:pk>/log/", invigilation.attempt_log, name="attempt-log"),
    path("desk/exams/", exam_desk.exams, name="exams"),
    path("desk/exams/new/", exam_desk.exam_create, name="exam-create"),
    path("desk/exams/<int:pk>/", exam_desk.exam, name="exam-desk"),
    path("desk/exams/<int:pk>/edit/", exam_desk.exam_edit, name="exam-edit"),
    path("desk/exams/<int:pk>/paper/", exam_desk.exam_paper, name="exam-paper"),
    path("desk/exams/<int:pk>/open/", exam_desk.exam_open, name="exam-open"),
    path("desk/exams/<int:pk>/close/", exam_desk.exam_close, name="exam-close"),
    path("desk/exams/<int:pk>/results/", exam_desk.exam_results, name="exam-results"),
    path("desk/question-banks/", banks.banks, name="banks"),
    path("desk/question-banks/<int:pk>/", banks.bank, name="bank"),
    path("desk/question-banks/<int:pk>/questions/new/", questions.question_create, name="question-create"),
    path("desk/question-banks/<int:pk>/alike/", questions.questions_alike, name="questions-alike"),
    path("desk/question-banks/<int:pk>/now/<slug:verb>/", question_states.bank_lock, name="bank-lock"),
    path("desk/questions/<int:pk>/history/", question_history.question_history, name="question-history"),
    path("desk/questions/<int:pk>/now/<slug:verb>/", question_states.question_move, name="question-move"),
    path("desk/questions/<int:pk>/edit/", questions.question_edit, name="question-edit"),
    path("desk/questions/<int:pk>/", questions.question_preview, name="question-preview"),
    path("desk/question-banks/<int:pk>/files/", question_files.question_files, name="question-files"),
    path("desk/question-banks/<int:pk>/export/<slug:form>/", question_files.bank_export, name="bank-export"),
    path("desk/question-files/template/", question_files.question_template, name="question-template"),
    path("desk/question-files/<int:pk>/", question_files.question_file, name="question-file"),
    path("desk/question-files/<int:pk>/take/", question_files.question_file_take, name="question-file-take"),
    path("desk/question-files/<int:pk>/again/", question_files.question_file_again, name="question-file-again"),
    path("desk/question-files/<int:pk>/discard/", question_files.question_file_discard, name="question-file-discard"),
    path("exams/media/<uuid:key>/", question_media.question_media, name="question-media"),
]

urlpatterns += [
    path("desk/exams/<int:pk>/analysis/", item_analysis.exam_analysis, name="exam-analysis"),
    path("desk/exams/<int:pk>/analysis/export/", item_analysis.exam_analysis_export, name="exam-analysis-export"),
    path("desk/exams/<int:pk>/analysis/<int:question>/", item_analysis.exam_question, name="exam-analysis-question"),
    path("desk/questions/<int:pk>/analysis/", item_analysis.question_analysis, name="question-analysis"),
]
