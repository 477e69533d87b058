import { type Case, textCases } from "../case.ts";

/** Lines, comments, metadata and what belongs together. */
export const LINES: readonly Case[] = textCases`
nothing: There may be nothing to tell
| ␄

blank_lines: Empty lines say nothing
|
| a 1
|
|
| b 2
|
> # TYPE a untyped
> a 1
> # TYPE b untyped
> b 2

lines_of_blanks: Blanks and tabs say nothing
| ␠␉␠
| a 1

comments: A hash begins a comment
| # A comment.
| #
| #comment
| ## HELP a Help.
| a 1
> # TYPE a untyped
> a 1

comment_like_openmetrics: Units and ends are comments here
| # UNIT a seconds
| a 1
| # EOF
| b 2
> # TYPE a untyped
> a 1
> # TYPE b untyped
> b 2

comment_keyword_in_small_letters: Only capitals make a keyword
| # help a Help.
| # type a gauge
| a 1
> # TYPE a untyped
> a 1

comment_keyword_alone: A keyword without a name says nothing
| # HELP
| # TYPE
| a 1

comment_keyword_and_name_alone: A keyword with a name alone says nothing
| # HELP a
| # TYPE a
| a 1
> # TYPE a untyped
> a 1

metadata: Help and type
| # HELP a Help.
| # TYPE a gauge
| a 1
> # HELP a Help.
> # TYPE a gauge
> a 1

metadata_without_blank: No blank need stand behind the hash
| #HELP a Help.
| #TYPE a gauge
| a 1
> # HELP a Help.
> # TYPE a gauge
> a 1

type_with_capitals: Prometheus' library takes types in any case
| # TYPE a Gauge
| a 1
> # TYPE a gauge
> a 1

help_with_blanks_behind: Blanks behind help are part of it
| # HELP a Help.␠
| a 1
> # HELP a Help.␠
> # TYPE a untyped
> a 1

type_before_help: The order of metadata is free
| # TYPE a gauge
| # HELP a Help.
| a 1
> # HELP a Help.
> # TYPE a gauge
> a 1

help_alone: A family without type is untyped
| # HELP a Help.
| a 1
> # HELP a Help.
> # TYPE a untyped
> a 1

help_behind_samples: Help may stand anywhere
| a 1
| # HELP a Help.
> # HELP a Help.
> # TYPE a untyped
> a 1

help_with_escapes: Help escapes backslashes and line feeds
| # HELP a One \\ two \n three.
| a 1
> # HELP a One \\ two \n three.
> # TYPE a untyped
> a 1

help_with_quotes: Quotes in help need no escape
| # HELP a One "two".
| a 1
> # HELP a One "two".
> # TYPE a untyped
> a 1

help_in_other_scripts: Help is any text
| # HELP a Größe, 花火 and 😱.
| a 1
> # HELP a Größe, 花火 and 😱.
> # TYPE a untyped
> a 1

help_between_many_blanks: Blanks before help are not part of it
| #␉HELP ␠a␉␠ Two  words.
| a 1
> # HELP a Two  words.
> # TYPE a untyped
> a 1

metadata_without_samples: A family without samples is not there
| # HELP a Help.
| # TYPE a gauge
| b 1
> # TYPE b untyped
> b 1

untyped: The type may be told to be none
| # TYPE a untyped
| a 1
> # TYPE a untyped
> a 1

blanks_everywhere: Blanks and tabs may stand between any two words
| ␉a␠{␠b␉=␠"c"␠,␉d␠=␠"e"␠}␉1␉␠2
> # TYPE a untyped
> a{b="c",d="e"} 1 2

comma_last: A comma may stand behind the last label
| a{b="c",} 1
> # TYPE a untyped
> a{b="c"} 1

no_blank_behind_labels: The brace separates
| a{b="c"}1
> # TYPE a untyped
> a{b="c"} 1

families_apart: Samples of a family may stand apart
| # TYPE a gauge
| # TYPE b gauge
| a{c="1"} 1
| b 1
| a{c="2"} 2
> # TYPE a gauge
> a{c="1"} 1
> a{c="2"} 2
> # TYPE b gauge
> b 1

series_twice: What a second value means is undefined, and so not refused
| a 1
| a 2

bad_last_line_without_line_feed: The last line ends with a line feed, too
| a 1␄

bad_cut_within_labels: The last line ends with a line feed, too
| a{b="c"␄

bad_type_twice: A metric has one type
| # TYPE a gauge
| # TYPE a gauge
| a 1

bad_two_types: A metric has one type
| # TYPE a gauge
| # TYPE a counter
| a 1

bad_type_behind_samples: The type stands before the samples
| a 1
| # TYPE a gauge

bad_help_twice: A metric has one help
| # HELP a One.
| # HELP a Two.
| a 1

bad_type_unheard_of: There are five types
| # TYPE a meter
| a 1

bad_type_of_openmetrics: There are five types, and these are others
| # TYPE a stateset
| a{a="b"} 1

bad_info_of_openmetrics: There are five types, and these are others
| # TYPE a_info info
| a_info 1

bad_unknown_of_openmetrics: What has no type is called untyped here
| # TYPE a unknown
| a 1

bad_two_words_for_type: A type is one word
| # TYPE a gauge really
| a 1

bad_blank_behind_type: Prometheus' library takes a blank for a part of the type
| # TYPE a gauge␠
| a 1

bad_help_with_undefined_escape: There are two escapes in help
| # HELP a One \t two.
| a 1

bad_metadata_name_begins_with_digit: A name begins with a letter, an underscore or a colon
| # TYPE 1a gauge
| a 1

bad_metadata_name_with_dot: Unquoted names have no dots
| # TYPE a.b gauge
| a 1

bad_metadata_name_with_labels: Metadata are those of a family, which has no labels
| # HELP a{b="c"} Help.
| a 1

bad_carriage_returns: Lines end with line feeds alone
| # TYPE a gauge␍
| a 1␍

bad_carriage_return_behind_value: Lines end with line feeds alone
| a 1␍

bad_byte_order_mark: A mark is no character of a name
| ⟨ef bb bf⟩a 1

bad_hash_behind_value: A comment has a line of its own
| a 1 # One.

bad_exemplar: Exemplars are for OpenMetrics
| # TYPE a_total counter
| a_total 1 # {b="c"} 0.5

bad_json: This is another format
| {"a": 1}

bad_html: This is another format
| <!DOCTYPE html>
| <html></html>
`;
