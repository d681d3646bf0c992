"""Wagtail tells what happened to a page; each handler hands it to the catalogue and decides nothing itself."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from cms import catalogue
from cms.actions.moderation import set_up_moderation
from cms.models import Lecturer, SchoolIndexPage


def published(sender, instance, **kwargs):
    catalogue.register_tree(instance)


def unpublished(sender, instance, **kwargs):
    catalogue.forget(instance)


def deleted(sender, instance, **kwargs):
    catalogue.forget(instance)


def slug_changed(sender, instance, **kwargs):
    catalogue.register_tree(instance)


def moved(sender, instance, parent_page_before, parent_page_after, **kwargs):
    catalogue.register_moved(instance, parent_page_before, parent_page_after)


def privacy_changed(sender, instance, **kwargs):
    catalogue.register_tree(instance.page)


def schools_published(sender, instance, **kwargs):
    set_up_moderation()


def card_saved(sender, instance, **kwargs):
    catalogue.register_card(instance)


def card_deleted(sender, instance, **kwargs):
    catalogue.forget_card(instance)


def connect():
    for signal, handler in (
        (page_published, published), (page_unpublished, unpublished), (page_slug_changed, slug_changed),
        (post_page_move, moved),
    ):
        signal.connect(handler, dispatch_uid=f"cms.catalogue.{handler.__name__}")
    for model in (*catalogue.REGISTERED,):
        post_delete.connect(deleted, sender=model, dispatch_uid=f"cms.catalogue.deleted.{model.__name__}")
    for signal in (post_save, post_delete):
        signal.connect(privacy_changed, sender=PageViewRestriction, dispatch_uid="cms.catalogue.privacy_changed")
    page_published.connect(
        schools_published, sender=SchoolIndexPage, dispatch_uid="cms.moderation.schools_published"
    )
    post_save.connect(card_saved, sender=Lecturer, dispatch_uid="cms.catalogue.card_saved")
    post_delete.connect(card_deleted, sender=Lecturer, dispatch_uid="cms.catalogue.card_deleted")
