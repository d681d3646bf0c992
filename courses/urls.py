"""Addresses of this app, whole: the site includes them at its root."""

from django.urls import path

from courses.views import banks, exam_desk, learning, sitting

app_name = "courses"

urlpatterns = [
    path("learn/lessons/<uuid:key>/done/", learning.lesson_done, name="lesson-done"),
]

urlpatterns += [
    path("exams/", sitting.mine, name="exams-mine"),
    path("exams/<int:pk>/", sitting.exam, name="exam"),
    path("exams/attempts/<int:pk>/", sitting.attempt, name="attempt"),
    path("exams/attempts/<int:pk>/save/", sitting.attempt_save, name="attempt-save"),
    path("exams/attempts/<int:pk>/review/", sitting.attempt_review, name="attempt-review"),
    path("exams/attempts/<int:pk>/hand-in/", sitting.attempt_submit, name="attempt-submit"),
    path("exams/attempts/<int:pk>/result/", sitting.attempt_result, name="attempt-result"),
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
    path("desk/question-banks/<int:pk>/questions/new/", banks.question_create, name="question-create"),
    path("desk/questions/<int:pk>/edit/", banks.question_edit, name="question-edit"),
]
