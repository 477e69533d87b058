import { type Case, protobufCases } from "../case.ts";

/** Lengths, tags, numbers and text. */
export const WIRE: readonly Case[] = protobufCases`
nothing: There may be nothing to tell
|
> # EOF

family: A family is led by its length
| { 1: "a" 2: "Help." 3: 1 4: { 2: { 1: 1.5 } } }
> # TYPE a gauge
> # HELP a Help.
> a 1.5
> # EOF

families: One family follows the other
| { 1: "a" 3: 1 4: { 2: { 1: 1.0 } } }
| { 1: "b" 3: 1 4: { 2: { 1: 2.0 } } }
> # TYPE a gauge
> a 1
> # TYPE b gauge
> b 2
> # EOF

length_of_three_bytes: A length may be longer than it need be
| ⟨92 80 00⟩ 1: "a" 3: 1 4: { 2: { 1: 1.0 } }
> # TYPE a gauge
> a 1
> # EOF

number_of_ten_bytes: A number may be longer than it need be
| { 1: "a" 3:0 ⟨81 80 80 80 80 80 80 80 80 00⟩ 4: { 2: { 1: 1.0 } } }
> # TYPE a gauge
> a 1
> # EOF

fields_in_other_order: The type may stand behind the points
| { 4: { 2: { 1: 1.0 } 1: { 2: "c" 1: "b" } } 3: 1 1: "a" }
> # TYPE a gauge
> a{b="c"} 1
> # EOF

field_twice: The last of two counts
| { 1: "x" 1: "a" 3: 0 3: 1 4: { 2: { 1: 1.0 1: 2.0 } } }
> # TYPE a gauge
> a 2
> # EOF

message_twice: Two messages in one place are one message
| { 1: "a_total" 4: { 3: { 1: 1.5 3: { 1: 5 } } 3: { 1: 2.5 } } }
> # TYPE a_total counter
> a_total 2.5 st@5
> # EOF

unknown_fields: Fields that nobody knows are skipped, of any wire type
| { 1: "a" 3: 1 100: 5 101: 1.0 102: "x" 103:5 ⟨01 02 03 04⟩ 4: { 2: { 1: 1.0 99: { 1: 1 } } 98: -1 } }
> # TYPE a gauge
> a 1
> # EOF

unknown_group: Groups that nobody knows are skipped, as are those in them
| { 1: "a" 50:3 1: 5 51:3 2: "x" 51:4 50:4 3: 1 4: { 2: { 1: 1.0 } } }
> # TYPE a gauge
> a 1
> # EOF

known_number_of_other_wire_type: A field of another wire type is another field
| { 1: "a" 3: 1 3: "x" 4: { 2: { 1: 1.0 1: 7 } } 4: 5 }
> # TYPE a gauge
> a 1
> # EOF

largest_field_number: Field numbers have 29 bits
| { 1: "a" 3: 1 536870911: 5 4: { 2: { 1: 1.0 } } }
> # TYPE a gauge
> a 1
> # EOF

text_of_many_scripts: Text is UTF-8
| { 1: "größe.花火" 3: 1 4: { 1: { 1: "😱" 2: "\u0000" } 2: { 1: 1.0 } } }

long_text: A length may need several bytes
| { 1: "a" 2: "A text of more than one hundred and twenty-seven bytes, which is why its length takes two bytes, as does that of the family around it." 3: 1 4: { 2: { 1: 1.0 } } }

bad_length_without_message: A length is that of a message
| 5

bad_length_cut: A length has an end
| ⟨80⟩

bad_length_of_eleven_bytes: Ten bytes are enough for any length
| ⟨80 80 80 80 80 80 80 80 80 80 00⟩

bad_length_of_65_bits: A length has 64 bits
| ⟨ff ff ff ff ff ff ff ff ff 02⟩

bad_length_huge: A length beyond all limits is not waited for
| ⟨ff ff ff ff 7f⟩ 1: "a"

bad_length_negative: A length is not negative
| -1 1: "a"

bad_message_cut: A message is as long as it says
| 100 1: "a" 3: 1

bad_second_message_cut: All messages are as long as they say
| { 1: "a" 3: 1 4: { 2: { 1: 1.0 } } } 9 1: "b"

bad_text_beyond_family: Text ends within its message
| { 3: 1 1:2 5 ⟨61⟩ }

bad_text_beyond_label: Text ends within its message, even if there are more bytes
| { 1: "a" 3: 1 4: { 1: { 1: "b" 2:2 9 ⟨63⟩ } 2: { 1: 1.0 } } }

bad_message_beyond_family: A message ends within the one around it
| { 1: "a" 3: 1 4:2 50 2: { 1: 1.0 } }

bad_message_of_huge_length: No number of bytes is trusted
| { 1: "a" 3: 1 4:2 -1 2: { 1: 1.0 } }

bad_double_cut: A double has eight bytes
| { 1: "a" 3: 1 4: { 2: { 1:1 ⟨00 00 00 00⟩ } } }

bad_fixed32_cut: What is skipped must be there
| { 1: "a" 3: 1 50:5 ⟨00⟩ }

bad_unknown_text_cut: What is skipped must be there
| { 1: "a" 3: 1 50:2 9 ⟨00⟩ }

bad_number_cut: A number has an end
| { 1: "a" 3:0 ⟨80⟩ }

bad_number_of_eleven_bytes: Ten bytes are enough for any number
| { 1: "a" 3:0 ⟨81 80 80 80 80 80 80 80 80 80 00⟩ }

bad_number_of_65_bits: A number has 64 bits
| { 1: "a" 3:0 ⟨ff ff ff ff ff ff ff ff ff 02⟩ }

bad_tag_alone: A tag has a value
| { 1: "a" 3:0 }

bad_tag_cut: A tag has an end
| { 1: "a" ⟨ff⟩ }

bad_field_zero: There is no field of number zero
| { 1: "a" 0: 5 }

bad_field_number_of_30_bits: Field numbers have 29 bits
| { 1: "a" 536870912: 5 }

bad_wire_type_six: There are six wire types
| { 1: "a" 50:6 }

bad_wire_type_seven: There are six wire types
| { 1: "a" 50:7 }

bad_group_does_not_end: A group that begins has to end
| { 1: "a" 50:3 1: 5 }

bad_group_does_not_begin: A group that ends has to begin
| { 1: "a" 50:4 }

bad_groups_crossed: A group ends before the one around it
| { 1: "a" 50:3 51:3 50:4 51:4 }

bad_group_ends_outside_its_message: A group ends within its message
| { 1: "a" 3: 1 4: { 2: { 1: 1.0 } 50:3 } 50:4 }

bad_name_byte_255: Names are UTF-8
| { 1:2 1 ⟨ff⟩ 3: 1 4: { 2: { 1: 1.0 } } }

bad_help_cut_within_character: Help is UTF-8
| { 1: "a" 2:2 2 ⟨e2 82⟩ 3: 1 4: { 2: { 1: 1.0 } } }

bad_label_surrogate: Surrogates are no characters
| { 1: "a" 3: 1 4: { 1: { 1: "b" 2:2 3 ⟨ed a0 80⟩ } 2: { 1: 1.0 } } }

bad_label_overlong: UTF-8 has one spelling of each character
| { 1: "a" 3: 1 4: { 1: { 1: "b" 2:2 2 ⟨c0 af⟩ } 2: { 1: 1.0 } } }

bad_text: Text is another format
| ⟨23 20 54 59 50 45 20 61 20 67 61 75 67 65 0a 61 20 31 0a⟩
`;
