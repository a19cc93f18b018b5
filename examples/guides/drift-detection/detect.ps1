# Checks whether Partner Center still matches the decisions. Run it in the
# folder of the decisions. Exit status: 0 if it does; 2 if it does not (the plan
# is in drift.txt); anything else if the check failed. Requires PowerShell 7.
$env:PARTNERCENTER_READ_ONLY = "true" # a scheduled job must not write
$terraform = $env:TERRAFORM ? $env:TERRAFORM : "terraform"

& $terraform init "-input=false" > $null
if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
& $terraform plan "-input=false" "-lock=false" -no-color -detailed-exitcode `
  > drift.txt
$status = $LASTEXITCODE
if ($status -eq 2) {
  $changes = Select-String -Path drift.txt -Pattern "^  # |^Plan: " -Raw
  $changes ? $changes : "Only outputs change: see drift.txt."
}
exit $status
