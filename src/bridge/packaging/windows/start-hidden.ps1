<#
  Chạy cầu nối ký số không hiện cửa sổ dòng lệnh. CHƯA KIỂM CHỨNG trên Windows.
  Node không có công tắc ẩn cửa sổ, nên tệp .exe được chạy qua tệp này.
#>
param([string] $Executable = (Join-Path $PSScriptRoot 'tram-so-hoa-bridge.exe'))
$ErrorActionPreference = 'Stop'
Start-Process -FilePath $Executable -WindowStyle Hidden
