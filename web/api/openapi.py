"""The API described for programs: OpenAPI 3.1, made from the same parameters that the API reads."""

from __future__ import annotations

from typing import Any

from answers import house
from export.bulk import KINDS
from indicators.ground import KINDS as KINDS_OF_GROUND
from loaders.vocabulary import LEVELS
from web.api import answers
from web.api.endpoints import BASE, ENDPOINTS, Endpoint
from web.api.parameters import SHAPE, VERSION_ASKED, Parameter

TEXT = {"type": "string"}
LIST_OF_TEXT = {"type": "array", "items": TEXT}
YEARS = {"type": "array", "items": {"type": "integer"}}
OR_NULL = {"type": ["string", "null"]}

META = {
    "type": "object",
    "required": ["data_version", "demo", "sources", "licence", "citation"],
    "properties": {
        "data_version": TEXT,
        "created": TEXT,
        "demo": {"type": "boolean", "description": "Waar: alle cijfers zijn verzonnen."},
        "notice": OR_NULL,
        "sources": {"type": "array", "items": {"type": "object", "additionalProperties": TEXT}},
        "licence": TEXT,
        "citation": TEXT,
        "documentation": TEXT,
        "total": {"type": "integer"},
        "offset": {"type": "integer"},
        "limit": {"type": "integer"},
        "next": OR_NULL,
        "breaks": {
            "type": "array",
            "description": "Bij /data: waar de rijen door de jaren niet aan elkaar mogen. Een nieuwe definitie (reason "
            "definition, area leeg), of een code die vóór dat jaar andere grond had (reason ground).",
            "items": {"$ref": "#/components/schemas/Break"},
        },
    },
}
BREAK = {
    "type": "object",
    "required": ["area", "reason", "year", "after", "kind", "sign", "text"],
    "properties": {
        "area": OR_NULL,
        "reason": {"type": "string", "enum": ["ground", "definition"]},
        "year": {"type": "integer", "description": "Vanaf dit jaar geldt de grond, of de definitie, van nu."},
        "after": {
            "type": ["integer", "null"],
            "description": "De laatste indeling waarvan bekend is dat de grond anders was.",
        },
        "kind": {"type": ["string", "null"], "enum": ["partly", "other", "unknown", None]},
        "sign": {
            "type": ["string", "null"],
            "description": "Waaruit dat blijkt: flags (CBS), mergers (herindelingen), addresses, shapes (kaart), names (naam en "
            "inwoners), of leeg.",
        },
        "text": TEXT,
    },
}
GROUND = {
    "type": "string",
    "enum": list(KINDS_OF_GROUND),
    "description": "Of de code in deze indeling dezelfde grond heeft als in de nieuwste die haar kent: same, partly, other of "
    "unknown. Zet alleen rijen met same door de jaren naast elkaar. Bij een gebied als WK036301@2020: tegenover dat gebied.",
}
DATA_ROW = {
    "type": "object",
    "required": list(answers.DATA_COLUMNS),
    "properties": {
        "area": TEXT,
        "name": TEXT,
        "level": TEXT,
        "gemeente": TEXT,
        "gemeente_name": TEXT,
        "year": {"type": "integer"},
        "division": {"type": "integer", "description": "Jaar van de grenzen waarop het cijfer is gegeven."},
        "value": {"type": ["number", "null"], "description": "Leeg (null) is niet nul: zie status."},
        "low": {"type": ["number", "null"], "description": "Ondergrens van de marge (95%); leeg: geen marge te geven."},
        "high": {"type": ["number", "null"], "description": "Bovengrens van de marge (95%)."},
        "denominator": {
            "type": ["number", "null"],
            "description": "Waarover een aandeel of een cijfer per 1.000 is genomen.",
        },
        "status": {"type": "string", "enum": list(answers.STATUS_WORDS)},
        "status_text": TEXT,
        "mark": {"type": ["string", "null"], "description": "model of schatting; leeg voor een telling."},
        "estimate": {"type": "boolean", "description": "Of dit is geschat, door de bron of hier."},
        "code": {"type": "string", "description": "De code in deze indeling; leeg waar dit gebied er niet is."},
        "ground": GROUND,
        "ground_text": TEXT,
    },
}
AREA_ROW = {
    "type": "object",
    "required": ["code", "name", "level"],
    "properties": {
        **{name: {"type": "integer"} if name == "year" else TEXT for name in answers.AREA_COLUMNS},
        "ground": GROUND,
    },
}
INDICATOR_ROW = {
    "type": "object",
    "required": ["id", "label", "unit"],
    "properties": {
        "id": TEXT,
        "label": TEXT,
        "unit": TEXT,
        "theme": TEXT,
        "kind": TEXT,
        "direction": {"type": ["string", "null"], "enum": ["higher_better", "lower_better", None]},
        "computed": {"type": "boolean"},
        "levels": LIST_OF_TEXT,
        "years": YEARS,
    },
}
ANY = {"type": "object"}
ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "code", "message"],
            "properties": {
                "status": {"type": "integer"},
                "code": TEXT,
                "message": TEXT,
                "parameters": LIST_OF_TEXT,
                "instead": LIST_OF_TEXT,
            },
        }
    },
}
# What the rows, or the one thing, of each answer look like.
SHAPES = {"indicators": INDICATOR_ROW, "areas": AREA_ROW, "data": DATA_ROW}
REFUSALS = {"400": "Onbekende of onjuiste parameter", "404": "Niet gevonden", "410": "Er niet meer", "503": "Nu niet"}


def describe() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{house.NAME}: gegevens",
            "version": "1",
            "description": "Open cijfers per gemeente, wijk en buurt, alleen om te lezen. Leeg is niet nul: elk leeg "
            "vak heeft een reden (status). Elk antwoord noemt gegevensversie, bron en licentie.",
        },
        "servers": [{"url": BASE}],
        "paths": {
            "/": {"get": _operation("index", "Wat er te vragen is.", [], {"type": "object"}, csv=False)},
            **{endpoint.path: {"get": _operation_of(endpoint)} for endpoint in ENDPOINTS},
            "/bulk/{level}/{name}": {"get": _bulk()},
            "/revisions.atom": {"get": _feed()},
        },
        "components": {"schemas": {"Meta": META, "Break": BREAK, "Error": ERROR}},
    }


def _operation_of(endpoint: Endpoint) -> dict[str, Any]:
    asked = [_parameter(p, "query") for p in endpoint.parameters]
    if endpoint.path_parameter is not None:
        asked.insert(0, _parameter(endpoint.path_parameter, "path"))
    shape = SHAPES.get(endpoint.name, ANY)
    body = {
        "type": "object",
        "required": ["meta", endpoint.name],
        "properties": {
            "meta": {"$ref": "#/components/schemas/Meta"},
            endpoint.name: {"type": "array", "items": shape} if endpoint.paged else shape,
        },
    }
    return _operation(endpoint.name, endpoint.about, asked, body, csv=endpoint.paged)


def _bulk() -> dict[str, Any]:
    asked = [
        {"name": "level", "in": "path", "required": True, "schema": {"type": "string", "enum": list(LEVELS)}},
        {
            "name": "name",
            "in": "path",
            "required": True,
            "description": "Een jaar of all, een punt, en de soort: 2024.csv.zip, all.parquet, 2024.xlsx.",
            "schema": {"type": "string", "pattern": f"^([0-9]{{4}}|all)[.]({'|'.join(KINDS).replace('.', '[.]')})$"},
        },
        _parameter(SHAPE, "query"),
        _parameter(VERSION_ASKED, "query"),
    ]
    made = _operation("bulk_file", "Eén bestand met alle cijfers van een niveau.", asked, {}, csv=False)
    made["responses"]["200"]["content"] = {kind: {} for kind in KINDS.values()}
    return made


def _feed() -> dict[str, Any]:
    made = _operation("feed", "Het logboek van herzieningen als Atom-feed.", [], {}, csv=False)
    made["responses"]["200"]["content"] = {"application/atom+xml": {"schema": TEXT}}
    return made


def _operation(
    name: str, about: str, asked: list[dict[str, Any]], body: dict[str, Any], *, csv: bool
) -> dict[str, Any]:
    content: dict[str, Any] = {"application/json": {"schema": body}}
    if csv:
        content["text/csv"] = {"schema": TEXT}
    refused = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    return {
        "operationId": name,
        "summary": about,
        "parameters": asked,
        "responses": {
            "200": {"description": "Het antwoord", "content": content},
            "304": {"description": "Niet veranderd sinds de ETag in If-None-Match"},
            **{status: {"description": text, **refused} for status, text in REFUSALS.items()},
        },
    }


def _parameter(parameter: Parameter, where: str) -> dict[str, Any]:
    found = {
        "name": parameter.name,
        "in": where,
        "required": where == "path",
        "description": parameter.about,
        "schema": dict(parameter.schema),
    }
    if parameter.example is not None:
        found["example"] = parameter.example
    return found
