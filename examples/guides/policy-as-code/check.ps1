# Plans, and fails if the policy denies anything. Apply the checked plan:
# terraform apply tfplan. Requires PowerShell 7.4.
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true
$terraform = $env:TERRAFORM ? $env:TERRAFORM : "terraform"

# Nothing must be left of an earlier plan.
Remove-Item tfplan, plan.json -ErrorAction Ignore
& $terraform plan "-input=false" "-out=tfplan" > plan.txt
& $terraform show -json tfplan > plan.json
# --fail: a missing policy must not permit anything. --strict-builtin-errors:
# otherwise, a rule that fails on a value would deny nothing.
$denied = opa eval --fail --strict-builtin-errors --data policy `
  --input plan.json --format raw `
  'concat("\n", data.decisions.deny)' | Out-String
if ($denied.Trim()) {
  $denied.Trim()
  exit 1
}
"The policy allows this plan."
