<#
  Từ nay chạy cầu nối ký số khi người dùng này đăng nhập vào Windows. CHƯA KIỂM CHỨNG trên Windows.
  Ghi vào HKCU, không cần quyền quản trị. Không cài thành dịch vụ Windows: phiên của dịch vụ không
  thấy token và không hiện được hộp thoại hỏi mã PIN.

  Cài:  powershell -ExecutionPolicy Bypass -File install-autostart.ps1 -Origins https://so.example.vn
  Gỡ:   powershell -ExecutionPolicy Bypass -File install-autostart.ps1 -Remove
#>
param(
  [string] $Origins,
  [switch] $Remove
)
$ErrorActionPreference = 'Stop'
$key = 'HKCU:\Software\Microsoft\Windows\CurrentVersion\Run'
$name = 'TramSoHoaBridge'

if ($Remove) {
  Remove-ItemProperty -Path $key -Name $name -ErrorAction SilentlyContinue
  Write-Host 'Đã gỡ.'
  exit 0
}
if (-not $Origins) { throw 'Cần -Origins: địa chỉ của Trạm Số Hóa, ví dụ https://so.example.vn' }

# Cài đặt của riêng người dùng này; lần đăng nhập sau chương trình đọc ở đây.
[Environment]::SetEnvironmentVariable('BRIDGE_ORIGINS', $Origins, 'User')
$starter = Join-Path $PSScriptRoot 'start-hidden.ps1'
$command = "powershell.exe -NoProfile -ExecutionPolicy Bypass -WindowStyle Hidden -File `"$starter`""
New-ItemProperty -Path $key -Name $name -Value $command -PropertyType String -Force | Out-Null

# Chạy ngay, không đợi lần đăng nhập sau.
$env:BRIDGE_ORIGINS = $Origins
& $starter
Write-Host 'Từ nay cầu nối ký số tự chạy khi bạn đăng nhập vào máy.'
