# The policy asks for these, and judges who has approved.
evidence          = ["ticket", "decided_by"]
optional_evidence = ["approved_by", "rationale"]
