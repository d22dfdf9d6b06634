from portal.content.models.accessibility import AccessibilityStatementPage
from portal.content.models.guidance import GuidanceIndexPage, GuidancePage, RelatedGuidance
from portal.content.models.home import HomePage
from portal.content.models.news import NewsIndexPage, NewsPage, NewsTag
from portal.content.models.site import Partner, SiteSettings
from portal.content.models.standard import StandardPage

__all__ = [
    "AccessibilityStatementPage",
    "GuidanceIndexPage",
    "GuidancePage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "NewsTag",
    "Partner",
    "RelatedGuidance",
    "SiteSettings",
    "StandardPage",
]
