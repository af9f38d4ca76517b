# What an administrator would write without the module: one request after the other, and a loop over the pages.
param([string] $File)

$ErrorActionPreference = 'Stop'
$tenant = Get-Content $File -Raw | ConvertFrom-Json
$clock = [Diagnostics.Stopwatch]::StartNew()
$script:requests = 0

function Get-Page($Service, $Path, $Body) {
    $headers = @{ Authorization = "Bearer $($tenant.tokens.$Service)"; Host = $tenant.hosts.$Service; ConsistencyLevel = 'eventual' }
    $request = if ($Body) { @{ Method = 'Post'; Body = ConvertTo-Json $Body -Depth 5; ContentType = 'application/json' } } else { @{} }
    while ($Path) {
        $script:requests++
        $answer = Invoke-RestMethod -Uri "$($tenant.address)$Path" -Headers $headers -SkipHttpErrorCheck @request
        if ($answer -is [array]) { return $answer }
        if (-not $answer.PSObject.Properties['value']) { return $answer }
        $answer.value
        $Path = if ($answer.'@odata.nextLink') { ([uri]$answer.'@odata.nextLink').PathAndQuery }
    }
}

function Get-Cmdlet($Service, $Name) {
    Get-Page $Service "/adminapi/beta/$($tenant.tenantId)/InvokeCommand" @{ CmdletInput = @{ CmdletName = $Name; Parameters = @{} } }
}

$graph = @{}
foreach ($resource in $tenant.graph.PSObject.Properties) { $graph[$resource.Name] = @(Get-Page Graph $resource.Value) }

$groups = @(
    $graph['graph/conditionalAccessPolicies'].conditions.users | ForEach-Object { $_.includeGroups; $_.excludeGroups }
    'graph/roleAssignments', 'graph/roleEligibilityScheduleInstances', 'graph/roleAssignmentScheduleInstances' |
        ForEach-Object { $graph[$_] } | Where-Object { $_.principal.'@odata.type' -eq '#microsoft.graph.group' } | ForEach-Object principalId
) | Sort-Object -Unique
$members = @($groups | ForEach-Object { Get-Page Graph "/v1.0/groups/$_/transitiveMembers/microsoft.graph.user?`$select=id&`$top=999&`$count=true" })

$exchange = @{}
foreach ($name in $tenant.exchange) { $exchange[$name] = @(Get-Cmdlet Exchange $name) }
$purview = @{}
foreach ($name in $tenant.purview) { $purview[$name] = @(Get-Cmdlet Purview $name) }
$teams = @{}
foreach ($name in $tenant.teams) { $teams[$name] = @(Get-Page Teams "/Skype.Policy/configurations/$name") }

$clock.Stop()
ConvertTo-Json -Compress @{
    Ticks         = $clock.Elapsed.Ticks
    Requests      = $script:requests
    Users         = $graph['graph/users'].Count
    Registrations = $graph['graph/userRegistrationDetails'].Count
    Groups        = $graph['graph/groups'].Count
    Members       = $members.Count
    Rules         = $exchange['Get-TransportRule'].Count
    Labels        = $purview['Get-Label'].Count
    Meetings      = $teams['TeamsMeetingPolicy'].Count
}
