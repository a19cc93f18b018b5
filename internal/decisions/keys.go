// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

// Keys of an entry.
const (
	keySubscriptionID = "subscription_id"
	keyEventID        = "event_id"
	keyStatus         = "status"
	keyReason         = "reason"
	keyAllowOverwrite = "allow_overwrite"
	keyAllowUnlisted  = "allow_unlisted"
)

// entryKeys returns the keys of an entry that the configuration uses. All others are evidence.
func entryKeys() []string {
	return []string{
		keySubscriptionID, keyEventID, keyStatus, keyReason,
		keyAllowOverwrite, keyAllowUnlisted,
	}
}
