"""The kinds of values that bodies and answers are made of."""

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic_core import PydanticCustomError

LINE_CHARACTERS_MAX = 300
NAME_CHARACTERS_MAX = 200
LIST_MAX = 100
LIST_DEFAULT = 50
_UNKEPT = re.compile("[\0\ud800-\udfff]")


def _plain(text: str) -> str:
    """No zero character and no half of a pair: a database keeps neither."""
    if _UNKEPT.search(text):
        raise PydanticCustomError("plain_text", "cannot be kept")
    return text


def _moment(given: Any) -> Any:
    if isinstance(given, datetime):
        return given
    try:
        moment = datetime.fromisoformat(given) if isinstance(given, str) and "T" in given else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise PydanticCustomError("moment", "no moment with a zone")
    return moment


Text = Annotated[str, AfterValidator(_plain)]
Line = Annotated[str, Field(max_length=LINE_CHARACTERS_MAX), AfterValidator(_plain)]
Name = Annotated[str, Field(max_length=NAME_CHARACTERS_MAX), AfterValidator(_plain)]
Moment = Annotated[datetime, BeforeValidator(_moment, json_schema_input_type=datetime)]
Flag = StrictBool


class Given(BaseModel):
    """What a request brings: nothing that has no meaning."""

    model_config = ConfigDict(extra="forbid")


def _nothing_is_sure(schema: dict[str, Any]) -> None:
    """`fields=` may leave out any part of an answer."""
    schema.pop("required", None)


class Shown(BaseModel):
    """What an answer shows. For the description alone: answers are built as plain values."""

    model_config = ConfigDict(json_schema_extra=_nothing_is_sure)


class Paged(BaseModel):
    """What every list understands."""

    limit: Annotated[int, Field(ge=1, le=LIST_MAX, description="How many at most.")] = LIST_DEFAULT
    after: Annotated[Text, Field(max_length=300, description="The cursor that `next` of the page before holds.")] = ""
    fields: Annotated[Text, Field(max_length=500, description="Only these fields, with commas between.")] = ""


class Chosen(BaseModel):
    """What every single thing understands."""

    fields: Annotated[Text, Field(max_length=500, description="Only these fields, with commas between.")] = ""
