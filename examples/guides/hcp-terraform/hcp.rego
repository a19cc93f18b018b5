# HCP Terraform hands a policy {"plan": …, "run": …} where `terraform show -json` has the plan alone.
package hcp

import rego.v1

deny contains message if {
	some message in data.decisions.deny with input as input.plan
}

# Without the policy there is no answer, and no answer is no permission.
deny contains "the policy on fraud decisions is missing" if not data.decisions.deny
