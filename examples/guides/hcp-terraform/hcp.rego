# HCP Terraform passes {"plan": …, "run": …} to a policy; `terraform show -json`
# prints only the plan.
package hcp

import rego.v1

deny contains message if {
	some message in data.decisions.deny with input as input.plan
}

# A missing policy must not permit anything.
deny contains "the policy on fraud decisions is missing" if {
	not data.decisions.deny
}
