import { type Case, textCases } from "../case.ts";

/** Types, units and help. */
export const METADATA: readonly Case[] = textCases`
in_recommended_order: Type, unit and help
| # TYPE a_seconds gauge
| # UNIT a_seconds seconds
| # HELP a_seconds Help.
| a_seconds 1
| # EOF
> # TYPE a_seconds gauge
> # UNIT a_seconds seconds
> # HELP a_seconds Help.
> a_seconds 1
> # EOF

in_other_order: The order is only recommended
| # HELP a_seconds Help.
| # UNIT a_seconds seconds
| # TYPE a_seconds gauge
| a_seconds 1
| # EOF
> # TYPE a_seconds gauge
> # UNIT a_seconds seconds
> # HELP a_seconds Help.
> a_seconds 1
> # EOF

help_without_type: A family without type is of unknown type
| # HELP a Help.
| a 1
| # EOF
> # TYPE a unknown
> # HELP a Help.
> a 1
> # EOF

empty_help: Empty help is no help
| # TYPE a gauge
| # HELP a␠
| a 1
| # EOF
> # TYPE a gauge
> a 1
> # EOF

empty_unit: An empty unit is no unit
| # TYPE a gauge
| # UNIT a␠
| a 1
| # EOF
> # TYPE a gauge
> a 1
> # EOF

bad_unit_characters: A unit has letters, digits, underscores and colons
| # TYPE a_m_s gauge
| # UNIT a_m_s m s
| a_m_s 1
| # EOF

unit_of_counter: The unit stands before the suffix that samples bear
| # TYPE a_seconds counter
| # UNIT a_seconds seconds
| a_seconds_total 1
| # EOF
> # TYPE a_seconds counter
> # UNIT a_seconds seconds
> a_seconds_total 1
> # EOF

unit_of_two_words: A unit may have underscores
| # TYPE a_meters_per_second gauge
| # UNIT a_meters_per_second meters_per_second
| a_meters_per_second 3
| # EOF
> # TYPE a_meters_per_second gauge
> # UNIT a_meters_per_second meters_per_second
> a_meters_per_second 3
> # EOF

unit_of_unknown: A family without type may have a unit
| # UNIT a_bytes bytes
| a_bytes 1
| # EOF

help_with_escapes: Help escapes line feeds, quotes and backslashes
| # TYPE a gauge
| # HELP a One \\ two \n three \"four\".
| a 1
| # EOF
> # TYPE a gauge
> # HELP a One \\ two \n three \"four\".
> a 1
> # EOF

help_with_undefined_escape: A backslash before another character stands for itself
| # TYPE a gauge
| # HELP a One \t two.
| a 1
| # EOF
> # TYPE a gauge
> # HELP a One \\t two.
> a 1
> # EOF

help_with_spaces: Spaces within help are part of it
| # TYPE a gauge
| # HELP a   Two  more.
| a 1
| # EOF
> # TYPE a gauge
> # HELP a   Two  more.
> a 1
> # EOF

help_in_other_scripts: Help is any text
| # TYPE a gauge
| # HELP a Größe, 花火 and 😱.
| a 1
| # EOF
> # TYPE a gauge
> # HELP a Größe, 花火 and 😱.
> a 1
> # EOF

help_with_hash: A hash within help begins nothing
| # TYPE a gauge
| # HELP a Number # 1 {b="c"} 2
| a 1
| # EOF

help_with_bare_quotes: A quote ends nothing here, and readers take it
| # TYPE a gauge
| # HELP a One "two".
| a 1
| # EOF
> # TYPE a gauge
> # HELP a One \"two\".
> a 1
> # EOF

help_like_the_end: Only a line of its own is the end
| # HELP a # EOF
| a 1
| # EOF

help_then_other_name: The samples of an unknown type have no suffix
| # HELP a Help.
| a_total 1
| # EOF

unit_of_quoted_name: The unit is the last word within the quotes
python rejects: Quoted names came later, with the content type's escaping=allow-utf-8
| # TYPE "a.b_seconds" gauge
| # UNIT "a.b_seconds" seconds
| {"a.b_seconds"} 1
| # EOF
> # TYPE "a.b_seconds" gauge
> # UNIT "a.b_seconds" seconds
> {"a.b_seconds"} 1
> # EOF

unit_without_samples: A family may have metadata alone
| # TYPE a_seconds gauge
| # UNIT a_seconds seconds
| # EOF

bad_type_twice: Each piece of metadata stands once
| # TYPE a gauge
| # TYPE a gauge
| a 1
| # EOF

bad_two_types: Each piece of metadata stands once
| # TYPE a gauge
| # TYPE a unknown
| a 1
| # EOF

bad_help_twice: Each piece of metadata stands once
| # HELP a One.
| # HELP a Two.
| a 1
| # EOF

bad_unit_twice: Each piece of metadata stands once
| # UNIT a_bytes bytes
| # UNIT a_bytes bytes
| a_bytes 1
| # EOF

bad_type_after_samples: Metadata precede the samples
| a 1
| # TYPE a gauge
| # EOF

bad_help_after_samples: Metadata precede the samples
| # TYPE a gauge
| a 1
| # HELP a Late.
| # EOF

bad_unit_after_samples: Metadata precede the samples
| # TYPE a_bytes gauge
| a_bytes 1
| # UNIT a_bytes bytes
| # EOF

bad_metadata_between_samples: Metadata precede the samples
| # TYPE a gauge
| a{b="1"} 1
| # HELP a Late.
| a{b="2"} 1
| # EOF

bad_metadata_after_other_family: A family is told in one piece
| # TYPE a gauge
| # TYPE b gauge
| # HELP a Help.
| # EOF

bad_untyped: The type is called unknown here
| # TYPE a untyped
| a 1
| # EOF

bad_type_unheard_of: There are eight types
| # TYPE a meter
| a 1
| # EOF

bad_type_in_capitals: Types are in small letters
| # TYPE a GAUGE
| a 1
| # EOF

bad_type_with_capital: Types are in small letters
| # TYPE a Gauge
| a 1
| # EOF

bad_gauge_histogram_with_underscore: The type is one word
| # TYPE a gauge_histogram
| # EOF

bad_empty_type: A type has a word
| # TYPE a␠
| a 1
| # EOF

bad_without_type_word: Three words are too few
| # TYPE a
| a 1
| # EOF

bad_help_without_space: A space follows the name even if there is no help
| # HELP a
| a 1
| # EOF

bad_unit_without_space: A space follows the name even if there is no unit
| # UNIT a
| a 1
| # EOF

bad_space_behind_type: Nothing follows the type
| # TYPE a gauge␠
| a 1
| # EOF

bad_word_behind_type: Nothing follows the type
| # TYPE a gauge really
| a 1
| # EOF

bad_keyword_unheard_of: There are four keywords
| # INFO a Help.
| a 1
| # EOF

bad_keyword_in_small_letters: Keywords are in capitals
| # type a gauge
| a 1
| # EOF

bad_two_spaces_behind_hash: One space stands between words
| #  TYPE a gauge
| a 1
| # EOF

bad_no_space_behind_hash: One space stands between words
| #TYPE a gauge
| a 1
| # EOF

bad_letter_behind_hash: One space stands between words
python accepts: A space stands behind the hash (ABNF)
| #x TYPE a gauge
| # EOF

bad_two_spaces_before_name: One space stands between words
| # TYPE  a gauge
| a 1
| # EOF

bad_two_spaces_before_type: One space stands between words
| # TYPE a  gauge
| a 1
| # EOF

bad_tab_behind_keyword: A space stands between words, and no tab
| # TYPE␉a gauge
| a 1
| # EOF

bad_space_before_hash: A line begins with its hash
|  # TYPE a gauge
| a 1
| # EOF

bad_metadata_of_nothing: A family has a name
| # TYPE  gauge
| # EOF

bad_metadata_name_begins_with_digit: A name begins with a letter, an underscore or a colon
| # TYPE 1a gauge
| # EOF

bad_metadata_name_with_dot: A name has letters, digits, underscores and colons
| # TYPE a.b gauge
| # EOF

bad_metadata_name_with_labels: Metadata are those of a family, which has no labels
| # TYPE a{b="c"} gauge
| # EOF

bad_help_ends_with_backslash: A backslash has a character behind it
python accepts: A backslash is followed by another character (ABNF)
| # HELP a One\
| a 1
| # EOF

bad_unit_not_in_name: The unit is the last word of the name
| # TYPE a gauge
| # UNIT a seconds
| a 1
| # EOF

bad_unit_without_underscore: An underscore stands before the unit
| # TYPE milliseconds gauge
| # UNIT milliseconds seconds
| milliseconds 1
| # EOF

bad_unit_is_the_name: An underscore stands before the unit
| # TYPE seconds gauge
| # UNIT seconds seconds
| seconds 1
| # EOF

bad_unit_within_name: The unit is the last word of the name
| # TYPE a_seconds_spent gauge
| # UNIT a_seconds_spent seconds
| a_seconds_spent 1
| # EOF

bad_unit_in_other_case: The unit is the last word of the name, letter by letter
| # TYPE a_seconds gauge
| # UNIT a_seconds Seconds
| a_seconds 1
| # EOF

bad_unit_behind_total: The name of a counter is that without its suffix
| # TYPE a_total_seconds counter
| # UNIT a_total_seconds bytes
| a_total_seconds_total 1
| # EOF

bad_unit_of_info: Facts have no unit
| # TYPE a_seconds info
| # UNIT a_seconds seconds
| a_seconds_info 1
| # EOF

bad_unit_of_stateset: States have no unit
| # TYPE a_seconds stateset
| # UNIT a_seconds seconds
| a_seconds{a_seconds="x"} 1
| # EOF

bad_unit_without_samples: Units fit their names even if nothing is measured
| # TYPE a gauge
| # UNIT a seconds
| # EOF

bad_total_in_counter_metadata: With its suffix the name is that of another family
| # TYPE a_total counter
| a_total 1
| # EOF

bad_info_in_info_metadata: With its suffix the name is that of another family
| # TYPE a_info info
| a_info 1
| # EOF
`;
