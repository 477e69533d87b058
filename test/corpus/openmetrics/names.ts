import { type Case, textCases } from "../case.ts";

/** Names of metrics and labels, label values and how they are escaped. */
export const NAMES: readonly Case[] = textCases`
one_letter: A name may have one character
| a 1
| # EOF

underscores_and_digits: A name has letters, digits and underscores
| A_1_z9 1
| # EOF

colons: Colons are for names that rules make
| job:a:sum 1
| # EOF
> # TYPE job:a:sum unknown
> job:a:sum 1
> # EOF

colon_alone: A colon can begin a name, and end it
| : 1
| # EOF

name_like_a_keyword: Only behind a hash are keywords such
| TYPE 1
| # EOF

name_like_a_number: Numbers that have letters only are names in this place
| NaN NaN
| # EOF
> # TYPE NaN unknown
> NaN NaN
> # EOF

long_name: A name has no longest length
| ⟨61×1000⟩ 1
| # EOF

empty_braces: No labels may stand between braces
| a{} 1
| # EOF
> # TYPE a unknown
> a 1
> # EOF

labels: Labels stand between braces
| a{b="c",D_1="e"} 1
| # EOF
> # TYPE a unknown
> a{D_1="e",b="c"} 1
> # EOF

empty_label_value: A value may be empty
| a{b=""} 1
| # EOF

label_value_in_other_scripts: A value is any text
| a{b="Größe 花火 😱"} 1
| # EOF
> # TYPE a unknown
> a{b="Größe 花火 😱"} 1
> # EOF

label_value_with_braces: Quoted characters mean nothing else
| a{b="{c=d},e"} 1
| # EOF
> # TYPE a unknown
> a{b="{c=d},e"} 1
> # EOF

label_value_with_hash: A hash in a value begins no exemplar
| a{b=" # {c=d} 1"} 1
| # EOF
> # TYPE a unknown
> a{b=" # {c=d} 1"} 1
> # EOF

label_value_with_tab: A tab is a character like others
| a{b="␉"} 1
| # EOF

escaped_line_feed: A line feed is written as two characters
| a{b="c\nd"} 1
| # EOF
> # TYPE a unknown
> a{b="c\nd"} 1
> # EOF

escaped_quote: A quote is written as two characters
| a{b="\"c\""} 1
| # EOF
> # TYPE a unknown
> a{b="\"c\""} 1
> # EOF

escaped_backslash: A backslash is written as two characters
| a{b="c\\"} 1
| # EOF
> # TYPE a unknown
> a{b="c\\"} 1
> # EOF

escaped_backslash_before_n: What is unescaped is not looked at again
| a{b="\\n"} 1
| # EOF
> # TYPE a unknown
> a{b="\\n"} 1
> # EOF

undefined_escape: A backslash before another character stands for itself (Escaping)
| a{b="\d"} 1
| # EOF
> # TYPE a unknown
> a{b="\\d"} 1
> # EOF

label_with_underscore_first: Such names are reserved, but not for readers to refuse
| a{_b="c"} 1
| # EOF

label_value_with_carriage_return: Only lines must not end so
| a{b="␍"} 1
| # EOF

label_value_with_line_separators: Lines end with line feeds alone
| a{b="⟨e2 80 a8⟩⟨c2 85⟩⟨0b⟩⟨0c⟩"} 1
| # EOF

label_like_its_metric: Only in a state set has this a meaning
| # TYPE a gauge
| a{a="b"} 1
| # EOF

le_of_gauge: The label is reserved in histograms only
| # TYPE a gauge
| a{le="5"} 1
| # EOF

quantile_of_gauge: The label is reserved in summaries only
| # TYPE a gauge
| a{quantile="5"} 1
| # EOF

label_named_as_object_member: Labels are data, whatever they are called
| a{constructor="x",toString="y"} 1
| # EOF

quoted_name: With names of any characters, they stand between quotes and braces
python rejects: Quoted names came later, with the content type's escaping=allow-utf-8
| # TYPE "a.b" gauge
| {"a.b"} 1
| {"a.b",c="d"} 1
| # EOF
> # TYPE "a.b" gauge
> {"a.b"} 1
> {"a.b",c="d"} 1
> # EOF

quoted_name_with_suffix: The suffix stands within the quotes
python rejects: Quoted names came later, with the content type's escaping=allow-utf-8
| # TYPE "a.b" counter
| {"a.b_total"} 1
| # EOF
> # TYPE "a.b" counter
> {"a.b_total"} 1
> # EOF

quoted_label_name: With names of any characters, they stand between quotes
python rejects: Quoted names came later, with the content type's escaping=allow-utf-8
| a{"b.c"="d"} 1
| # EOF
> # TYPE a unknown
> a{"b.c"="d"} 1
> # EOF

quoted_name_with_escapes: Quoted names escape as values do
python rejects: Quoted names came later, with the content type's escaping=allow-utf-8
| # TYPE "a \"b\" \\" gauge
| {"a \"b\" \\"} 1
| # EOF
> # TYPE "a \"b\" \\" gauge
> {"a \"b\" \\"} 1
> # EOF

bad_quoted_name_without_end: A quote that begins has to end
| {"a.b} 1
| # EOF

bad_quoted_name_twice: A sample has one name
| {"a.b","c.d"} 1
| # EOF

bad_quoted_name_behind_name: A sample has one name
| a{"a.b"} 1
| # EOF

bad_empty_quoted_name: A name is not empty
| {""} 1
| # EOF

bad_empty_quoted_label_name: A name is not empty
| a{""="b"} 1
| # EOF

bad_labels_without_name: A sample has a name
| {a="b"} 1
| # EOF

bad_name_begins_with_digit: A name begins with a letter, an underscore or a colon
| 1a 1
| # EOF

bad_name_with_dot: Unquoted names have no dots
| a.b 1
| # EOF

bad_name_with_hyphen: Unquoted names have no hyphens
| a-b 1
| # EOF

bad_name_with_umlaut: Unquoted names have letters of ASCII
| größe 1
| # EOF

bad_label_begins_with_digit: A label's name begins with a letter or an underscore
| a{1b="c"} 1
| # EOF

bad_label_with_colon: A label's name has no colon
| a{b:c="d"} 1
| # EOF

bad_label_with_dot: Unquoted names have no dots
| a{b.c="d"} 1
| # EOF

bad_label_with_hyphen: Unquoted names have no hyphens
| a{b-c="d"} 1
| # EOF

bad_label_with_umlaut: Unquoted names have letters of ASCII
| a{größe="d"} 1
| # EOF

bad_label_without_name: A label has a name
| a{="b"} 1
| # EOF

bad_label_without_value: A label has a value
| a{b} 1
| # EOF

bad_label_without_value_but_equals: A label has a value
| a{b=} 1
| # EOF

bad_label_without_equals: An equals sign stands before the value
| a{b"c"} 1
| # EOF

bad_label_with_colon_for_equals: An equals sign stands before the value
| a{b:"c"} 1
| # EOF

bad_label_unquoted: A value stands between quotes
| a{b=c} 1
| # EOF

bad_label_in_single_quotes: A value stands between double quotes
| a{b='c'} 1
| # EOF

bad_label_in_typographic_quotes: A value stands between double quotes
| a{b=“c”} 1
| # EOF

bad_label_quote_does_not_begin: A quote that ends has to begin
| a{b=c"} 1
| # EOF

bad_label_quote_does_not_end: A quote that begins has to end
| a{b="c} 1
| # EOF

bad_label_quote_is_escaped: An escaped quote does not end a value
python accepts: An escaped quote is part of the value (Escaping)
| a{b="c\"} 1
| # EOF

bad_label_with_line_feed: A line feed within a value is escaped
| a{b="c
| d"} 1
| # EOF

bad_label_twice: The names of labels are unique
| a{b="c",b="d"} 1
| # EOF

bad_label_twice_same_value: The names of labels are unique, whatever their values
| a{b="c",b="c"} 1
| # EOF

bad_label_twice_apart: The names of labels are unique, not only among neighbours
| a{b="1",c="2",b="3"} 1
| # EOF

bad_reserved_label: The name is that of the metric
python accepts: Names of labels that begin with underscores are reserved (Label)
| a{__name__="b"} 1
| # EOF

bad_comma_last: No comma stands behind the last label
| a{b="c",} 1
| # EOF

bad_comma_first: No comma stands before the first label
| a{,b="c"} 1
| # EOF

bad_comma_alone: A comma stands between labels
| a{,} 1
| # EOF

bad_comma_twice: One comma stands between labels
| a{b="c",,d="e"} 1
| # EOF

bad_comma_missing: A comma stands between labels
| a{b="c"d="e"} 1
| # EOF

bad_space_for_comma: A comma stands between labels
| a{b="c" d="e"} 1
| # EOF

bad_semicolon_for_comma: A comma stands between labels
| a{b="c";d="e"} 1
| # EOF

bad_space_behind_comma: No space stands between labels
| a{b="c", d="e"} 1
| # EOF

bad_space_behind_brace: No space stands between braces
| a{ b="c"} 1
| # EOF

bad_space_before_brace: No space stands between braces
| a{b="c" } 1
| # EOF

bad_space_before_equals: No space stands around the equals sign
| a{b ="c"} 1
| # EOF

bad_space_behind_equals: No space stands around the equals sign
| a{b= "c"} 1
| # EOF

bad_space_in_empty_braces: No space stands between braces
| a{ } 1
| # EOF

bad_space_behind_name: No space stands before the labels
| a {b="c"} 1
| # EOF

bad_no_space_behind_labels: A space stands before the value
| a{b="c"}1
| # EOF

bad_letter_for_space_behind_labels: A space stands before the value
python accepts: A space stands behind the labels (ABNF)
| a{b="c"}x1
| # EOF

bad_brace_does_not_end: A brace that begins has to end
| a{b="c" 1
| # EOF

bad_brace_does_not_begin: A brace that ends has to begin
| a b="c"} 1
| # EOF

bad_braces_twice: Labels stand together
| a{b="c"}{d="e"} 1
| # EOF

bad_square_brackets: Labels stand between braces
| a[b="c"] 1
| # EOF

bad_line_ends_in_labels: A sample has a value
| a{b="c"
| # EOF

bad_line_ends_behind_labels: A sample has a value
| a{b="c"}
| # EOF
`;
