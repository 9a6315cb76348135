"""The query language: what a review looks for, found in stored text and asked of sites.

``compile_term``, ``compile_query`` and ``compile_require`` read text a person wrote; ``tokenize``, ``find`` and
``matches`` look for it; ``explain`` writes it in house style; ``widen`` writes it for a site's own search;
``lint_terms`` finds terms that cannot earn their place. The language is described in ``lexer`` and ``parser``,
what counts as a word in ``tokens``.
"""

from harvest.query.compiled import Compiled, Span, explain, find, matches
from harvest.query.errors import QueryError
from harvest.query.lint import lint_terms
from harvest.query.nodes import And, Near, Node, Not, Or, Phrase, Word
from harvest.query.parser import compile_query, compile_term
from harvest.query.require import Require, compile_require
from harvest.query.tokens import Tokens, tokenize
from harvest.query.widen import Abilities, Asked, widen

__all__ = [
    "Abilities",
    "And",
    "Asked",
    "Compiled",
    "Near",
    "Node",
    "Not",
    "Or",
    "Phrase",
    "QueryError",
    "Require",
    "Span",
    "Tokens",
    "Word",
    "compile_query",
    "compile_require",
    "compile_term",
    "explain",
    "find",
    "lint_terms",
    "matches",
    "tokenize",
    "widen",
]
