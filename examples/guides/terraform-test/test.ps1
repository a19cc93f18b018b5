# Runs the tests against an emulator of Partner Center that runs as long as this
# script. Requires PowerShell 7.4.
$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true

$terraform = $env:TERRAFORM ? $env:TERRAFORM : "terraform"
$folder = Join-Path ([IO.Path]::GetTempPath()) (New-Guid)
New-Item -ItemType Directory $folder > $null
$emulator = Start-Process partnercenter -PassThru `
  -RedirectStandardOutput "$folder/log" `
  -ArgumentList "emulator", "--seed-events", "20", `
  "--env-file", "$folder/env.ps1", "--ready-file", "$folder/ready"
try {
  while (-not (Test-Path "$folder/ready")) {
    if ($emulator.HasExited) { throw "The emulator could not start." }
    Start-Sleep -Milliseconds 100
  }
  . "$folder/env.ps1"

  & $terraform init "-input=false" > $null
  & $terraform test
} finally {
  Stop-Process $emulator -ErrorAction Ignore
  Wait-Process -InputObject $emulator -ErrorAction Ignore
  Remove-Item -Recurse $folder
}
