<#
  Đóng gói cầu nối ký số cho Windows thành một tệp .exe và ký tệp đó.
  CHƯA KIỂM CHỨNG trên Windows: chạy thử từng bước trước khi phát hành.

  Cần: Node 24 (64-bit), npm ci đã chạy xong, signtool của Windows SDK, chứng thư ký mã của cơ quan.
  Chạy: powershell -ExecutionPolicy Bypass -File package-bridge.ps1 -Thumbprint <dấu vân tay chứng thư ký mã>
#>
param(
  [Parameter(Mandatory = $true)] [string] $Thumbprint,
  [string] $TimestampUrl = 'http://timestamp.digicert.com',
  [string] $OutputFolder = (Join-Path $PSScriptRoot '..\..\..\..\dist\bridge')
)
$ErrorActionPreference = 'Stop'

function Invoke-Checked([string] $Program, [string[]] $Arguments) {
  & $Program @Arguments
  if ($LASTEXITCODE -ne 0) { throw "$Program dừng với mã $LASTEXITCODE" }
}

Invoke-Checked 'node' @((Join-Path $PSScriptRoot '..\package-bridge.ts'), $OutputFolder)
$executable = Join-Path $OutputFolder 'tram-so-hoa-bridge.exe'

# Ký SAU khi đã gắn chương trình vào tệp: gắn thêm sẽ làm hỏng chữ ký có trước.
Invoke-Checked 'signtool' @('sign', '/sha1', $Thumbprint, '/fd', 'SHA256', '/td', 'SHA256', '/tr', $TimestampUrl, $executable)
Invoke-Checked 'signtool' @('verify', '/pa', $executable)

# Chữ ký làm tệp đổi nội dung, nên SHA-256 công bố phải tính lại.
$hash = (Get-FileHash -Algorithm SHA256 $executable).Hash.ToLowerInvariant()
[IO.File]::WriteAllText("$executable.sha256", "$hash  tram-so-hoa-bridge.exe`n")
Copy-Item (Join-Path $PSScriptRoot 'install-autostart.ps1'), (Join-Path $PSScriptRoot 'start-hidden.ps1') $OutputFolder
Write-Host "SHA-256 $hash"
