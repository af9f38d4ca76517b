# A whole run at -Debug -Verbose in a session of its own: every stream, the errors, the transcript and the files that it leaves.

BeforeAll {
    $module = (Resolve-Path ($env:SECURESCORE_MODULE ?? "$PSScriptRoot/../SecureScore.psd1")).Path
    $secret = "s3cr3t-$([guid]::NewGuid())"
    $folder = New-Item -ItemType Directory -Path (Join-Path $TestDrive 'run')

    Set-Content -LiteralPath "$TestDrive/run.ps1" -Value @'
        param($Module, $Folder)
        $PSStyle.OutputRendering = 'PlainText'
        $DebugPreference = $VerbosePreference = $InformationPreference = 'Continue'
        $ErrorView = 'DetailedView'
        Import-Module $Module -Verbose:$false
        $secure = [System.Net.NetworkCredential]::new('', $env:SECURESCORE_TEST_SECRET).SecurePassword
        $credential = [pscredential]::new('5ec5c04e-0000-4000-8000-000000000001', $secure)
        function ConvertTo-Segment($Table) { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes(($Table | ConvertTo-Json -Compress))).TrimEnd('=') }
        $jwt = "$(ConvertTo-Segment @{ alg = 'none' }).$(ConvertTo-Segment @{ aud = 'https://graph.microsoft.com'; exp = 1 }).$env:SECURESCORE_TEST_SECRET"
        $token = [System.Net.NetworkCredential]::new('', $jwt).SecurePassword

        Start-Transcript -LiteralPath "$Folder/transcript.txt" | Out-Null
        & {
            Connect-SecureScore -TenantId contoso.com -ClientId 5ec5c04e-0000-4000-8000-000000000001 -ClientSecret $secure -Debug -Verbose
            Connect-SecureScore -TenantId contoso.com -ClientSecretCredential $credential -Debug -Verbose
            Connect-SecureScore -TenantId contoso.com -ClientId 5ec5c04e-0000-4000-8000-000000000001 -CertificatePath $Module -CertificatePassword $secure -Debug -Verbose
            Connect-SecureScore -AccessToken $token -Debug -Verbose
            Connect-SecureScore -AccessToken ([pscustomobject]@{ Token = $jwt; ResourceUrl = 'https://graph.microsoft.com' }) -Debug -Verbose

            Connect-SecureScore -Demo -Debug -Verbose
            Get-SecureScore -Debug -Verbose
            Test-SecureScoreAccess -Debug -Verbose
            Get-ScoreControl -Refresh -Debug -Verbose | Out-Null
            Export-SecureScoreSnapshot "$Folder/contoso" -Debug -Verbose
            Get-SecureScoreContext | Format-List * -Force
            Get-SecureScoreContext | ConvertTo-Json -Depth 8
            Get-SecureScoreContext | Export-Clixml -LiteralPath "$Folder/context.xml" -Depth 8
        } *>&1 | Out-String -Stream -Width 500 | Set-Content -LiteralPath "$Folder/streams.txt"
        Stop-Transcript | Out-Null
        $Error | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 500; "$($_.Exception)" } | Set-Content -LiteralPath "$Folder/errors.txt"
'@
    $before = $env:HTTPS_PROXY
    try {
        # Nothing listens there: no request leaves the machine.
        $env:HTTPS_PROXY = 'http://127.0.0.1:9'
        $env:SECURESCORE_TEST_SECRET = $secret
        & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File "$TestDrive/run.ps1" $module $folder *>&1 | Set-Content -LiteralPath "$folder/screen.txt"
    }
    finally {
        $env:HTTPS_PROXY = $before
        $env:SECURESCORE_TEST_SECRET = $null
    }

    $files = Get-ChildItem -LiteralPath $folder -File -Recurse
    function Find-Text([string] $Pattern) { ($files | Select-String -Pattern $Pattern | ForEach-Object Path | Split-Path -Leaf | Select-Object -Unique) -join ', ' }
}

Describe 'A run at -Debug -Verbose' {
    It 'was a whole one' {
        Find-Text 'GET graph\.microsoft\.com /v1\.0/users 200' | Should -Match 'streams'
        Find-Text 'POST outlook\.office365\.com .* 200' | Should -Match 'streams'
        Find-Text 'login\.microsoftonline\.com cannot be reached' | Should -Match 'errors'
        Find-Text 'AccessToken(Invalid|Expired)' | Should -Match 'errors'
        Find-Text 'CertificateUnusable' | Should -Match 'errors'
        Join-Path $folder contoso/graph/users.jsonl | Should -Exist
        Join-Path $folder context.xml | Should -Exist
    }

    It 'tells no secret' { Find-Text $secret | Should -BeNullOrEmpty }

    It 'tells no token' {
        Find-Text 'eyJ[\w-]{8,}' | Should -BeNullOrEmpty
        Find-Text '(?i)bearer [\w.-]{8,}' | Should -BeNullOrEmpty
    }

    It 'tells no body of a request or an answer' { Find-Text '"value" *: *\[|client_assertion|grant_type' | Should -BeNullOrEmpty }
}
