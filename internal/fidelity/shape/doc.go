// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package shape describes JSON without its values. A Shape is made of types, counts, and words of
// our own lists: no string of the described JSON is ever copied into it.
//
//   - A key is printed if it is documented, in our spelling. All other keys of an object are one
//     number and one common shape: a key can be an id, a name, or an address, and no pattern tells
//     them apart from a key that Microsoft added.
//   - A text is described by its form (a GUID, a time, …) and its length. It is printed if its key
//     has documented words, such as those of eventStatus, and it is one of them, in our spelling.
//   - A number is described by its decimals. Counts are in coarse steps.
package shape
