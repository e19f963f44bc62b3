"""What is foretold of a promise, in words."""

from django import template

from slovo.web.desk.words import forecast

register = template.Library()

register.filter("risk_words", forecast.risk_words)
register.filter("risk_share", forecast.share_words)
register.filter("risk_grounds", forecast.grounds_words)
