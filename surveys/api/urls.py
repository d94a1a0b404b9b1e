"""Addresses under /api/v1/."""

from django.urls import path, re_path
from django.views.decorators.cache import never_cache

from surveys.api.docs import DocsView, SchemaView
from surveys.api.documents import codebook, protocol
from surveys.api.feeds import acts, answers, ids, paradata, participations, scores
from surveys.api.nowhere import nowhere
from surveys.api.results import results
from surveys.api.studies import studies, study

STUDY = "studies/<slug:address>/"

urlpatterns = [
    path("studies/", never_cache(studies), name="api-studies"),
    path(STUDY, never_cache(study), name="api-study"),
    path(f"{STUDY}participations/", never_cache(participations), name="api-participations"),
    path(f"{STUDY}ids/", never_cache(ids), name="api-ids"),
    path(f"{STUDY}answers/", never_cache(answers), name="api-answers"),
    path(f"{STUDY}acts/", never_cache(acts), name="api-acts"),
    path(f"{STUDY}paradata/", never_cache(paradata), name="api-paradata"),
    path(f"{STUDY}scores/", never_cache(scores), name="api-scores"),
    path(f"{STUDY}results/", never_cache(results), name="api-results"),
    path(f"{STUDY}codebook/", never_cache(codebook), name="api-codebook"),
    path(f"{STUDY}protocol/", never_cache(protocol), name="api-protocol"),
    path("schema/", SchemaView.as_view(), name="api-schema"),
    path("docs/", DocsView.as_view(), name="api-docs"),
    re_path("", nowhere, name="api-nowhere"),
]
