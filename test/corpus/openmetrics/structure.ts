import { type Case, textCases } from "../case.ts";

/** The document as a whole: its lines, its end, its bytes. */
export const STRUCTURE: readonly Case[] = textCases`
empty: A set of metrics may be empty
| # EOF

eof_without_line_feed: The line feed behind the end is only recommended
| # TYPE a gauge
| a 1
| # EOF␄
> # TYPE a gauge
> a 1
> # EOF

family_without_samples: Metadata need no samples
| # TYPE a gauge
| # EOF

families: One family follows the other without a separator
| # TYPE a gauge
| # HELP a First.
| a 1
| # TYPE b counter
| b_total 2
| # EOF
> # TYPE a gauge
> # HELP a First.
> a 1
> # TYPE b counter
> b_total 2
> # EOF

families_without_metadata: A sample of another name begins a family, of unknown type
| a 1
| b 2
| # EOF
> # TYPE a unknown
> a 1
> # TYPE b unknown
> b 2
> # EOF

bad_nothing: The end must be told
| ␄

bad_without_eof: The end must be told
| # TYPE a gauge
| a 1

bad_cut_within_line: Without its end a document is erroneous as a whole
| # TYPE a gauge
| a 1␄

bad_cut_within_eof: The end has three letters
| a 1
| # EO

bad_lowercase_eof: The end is spelled in capitals
| a 1
| # eof

bad_eof_with_space_behind: Nothing stands behind the end on its line
| a 1
| # EOF␠

bad_eof_with_text_behind: Nothing stands behind the end on its line
| a 1
| # EOF of file

bad_eof_without_space: A space stands between the hash and the word
| a 1
| #EOF

bad_sample_after_eof: Nothing follows the end
| a 1
| # EOF
| b 2

bad_metadata_after_eof: Nothing follows the end
| # EOF
| # TYPE a gauge

bad_blank_line_after_eof: Not even an empty line follows the end
| a 1
| # EOF
|

bad_eof_twice: There is one end
| a 1
| # EOF
| # EOF

bad_blank_line: There are no empty lines
| a 1
|
| b 1
| # EOF

bad_blank_line_first: There are no empty lines, not at the beginning either
|
| a 1
| # EOF

bad_line_of_space: A line is metadata, a sample or the end
| a 1
| ␠
| # EOF

bad_comment: Lines that begin with a hash are metadata or the end
| # A comment.
| a 1
| # EOF

bad_bare_hash: Lines that begin with a hash are metadata or the end
| #
| a 1
| # EOF

bad_carriage_returns: Lines end with line feeds alone
| # TYPE a gauge␍
| a 1␍
| # EOF␍

bad_carriage_return_behind_value: Lines end with line feeds alone
| # TYPE a gauge
| a 1␍
| # EOF

bad_byte_order_mark: There is no byte order mark
| ⟨ef bb bf⟩# TYPE a gauge
| a 1
| # EOF

bad_byte_255_in_label: Text is UTF-8
| a{b="⟨ff⟩"} 1
| # EOF

bad_byte_255_in_help: Text is UTF-8, also that for people
| # HELP a ⟨ff⟩
| a 1
| # EOF

bad_overlong_utf8: UTF-8 has one spelling of each character
| a{b="⟨c0 af⟩"} 1
| # EOF

bad_surrogate_in_utf8: Surrogates are no characters
| a{b="⟨ed a0 80⟩"} 1
| # EOF

bad_cut_within_character: The last character of a value lacks a byte
| a{b="⟨e2 82⟩"} 1
| # EOF

null_byte_in_label: The null character is a character
| a{b="x␀y"} 1
| # EOF

bad_space_first: A line begins with its name
| # TYPE a gauge
|  a 1
| # EOF

bad_space_last: Nothing stands behind the value
| # TYPE a gauge
| a 1␠
| # EOF

bad_two_spaces: One space stands before the value
| # TYPE a gauge
| a  1
| # EOF

bad_tab: A space separates, and no tab
| # TYPE a gauge
| a␉1
| # EOF

bad_name_alone: A sample has a value
| # TYPE a gauge
| a
| # EOF

bad_name_and_space_alone: A sample has a value
| # TYPE a gauge
| a␠
| # EOF

bad_value_alone: A sample has a name
| 1
| # EOF

bad_null_behind_value: A number has digits only
| a 1␀
| # EOF
`;
