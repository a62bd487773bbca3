/**
 * Reads one question (base64 of JSON in UTF-8) from its input and shows it. Exit code 0: accepted,
 * with what was typed in UTF-8 on its output; 1: refused, closed or left unanswered.
 */
export const powershellScript = String.raw`
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
$json = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String([Console]::In.ReadToEnd()))
$question = $json | ConvertFrom-Json
$asksPin = $question.prompt -ne ''

$form = New-Object Windows.Forms.Form
$form.Text = $question.title
$form.TopMost = $true
$form.StartPosition = 'CenterScreen'
$form.FormBorderStyle = 'FixedDialog'
$form.MaximizeBox = $false
$form.MinimizeBox = $false
$form.ClientSize = New-Object Drawing.Size(640, 460)
$form.Font = New-Object Drawing.Font('Segoe UI', 10)

$list = New-Object Windows.Forms.TextBox
$list.Multiline = $true
$list.ReadOnly = $true
$list.TabStop = $false
$list.ScrollBars = 'Vertical'
$list.SetBounds(16, 16, 608, 330)
$list.Text = $question.text -replace "\n", [Environment]::NewLine
$form.Controls.Add($list)

$pin = New-Object Windows.Forms.TextBox
if ($asksPin) {
  $label = New-Object Windows.Forms.Label
  $label.Text = $question.prompt
  $label.UseMnemonic = $false
  $label.SetBounds(16, 354, 608, 24)
  $form.Controls.Add($label)
  $pin.UseSystemPasswordChar = $true
  $pin.MaxLength = 255
  $pin.SetBounds(16, 378, 608, 28)
  $form.Controls.Add($pin)
}

$accept = New-Object Windows.Forms.Button
$accept.Text = $question.accept
$accept.DialogResult = 'OK'
$accept.SetBounds(304, 416, 180, 32)
$refuse = New-Object Windows.Forms.Button
$refuse.Text = $question.refuse
$refuse.DialogResult = 'Cancel'
$refuse.SetBounds(496, 416, 128, 32)
$form.Controls.AddRange(@($accept, $refuse))
$form.CancelButton = $refuse
# Enter accepts only where a PIN was typed; elsewhere nobody accepts by a key meant for another window.
if ($asksPin) { $form.AcceptButton = $accept }

$timer = New-Object Windows.Forms.Timer
$timer.Interval = 1000 * $question.unansweredSeconds
$timer.Add_Tick({ $form.DialogResult = 'Cancel' })
$timer.Start()
$form.Add_Shown({
  $form.Activate()
  if ($asksPin) { $pin.Focus() } else { $refuse.Focus() }
})

if ($form.ShowDialog() -ne 'OK') { exit 1 }
if ($asksPin) {
  $bytes = [Text.Encoding]::UTF8.GetBytes($pin.Text)
  $output = [Console]::OpenStandardOutput()
  $output.Write($bytes, 0, $bytes.Length)
  $output.Flush()
  [Array]::Clear($bytes, 0, $bytes.Length)
}
exit 0
`;
