namespace SecureScore.Emulator.Graph;

/// <summary>A request over a quota.</summary>
/// <param name="RetryAfter">The seconds that Retry-After says; null where the service says none.</param>
internal sealed record QuotaRefusal(int? RetryAfter);

/// <summary>Counts requests against the documented quotas. Source: throttling limits of Microsoft Graph.</summary>
internal sealed class GraphQuotas
{
    private readonly EmulatedTenant _tenant;
    private readonly Dictionary<QuotaClass, Queue<(DateTimeOffset At, int Cost)>> _spent = [];
    private readonly object _lock = new();

    public GraphQuotas(EmulatedTenant tenant) => _tenant = tenant;

    /// <summary>Counts a request; null when it is within the quota.</summary>
    public QuotaRefusal? Refuse(QuotaClass quota, int cost)
    {
        if (!_tenant.Options.Quotas)
            return null;

        var (units, window, isTold) = LimitOf(quota);
        int charge = quota == QuotaClass.Directory ? cost : 1;
        var now = _tenant.Options.Clock.GetUtcNow();
        lock (_lock)
        {
            if (!_spent.TryGetValue(quota, out var spent))
                _spent.Add(quota, spent = new());

            while (spent.TryPeek(out var first) && first.At + window <= now)
                spent.Dequeue();

            if (spent.Sum(request => request.Cost) + charge <= units)
            {
                spent.Enqueue((now, charge));
                return null;
            }

            return new QuotaRefusal(isTold ? Math.Max(1, (int)Math.Ceiling((spent.Peek().At + window - now).TotalSeconds)) : null);
        }
    }

    private (int Units, TimeSpan Window, bool IsTold) LimitOf(QuotaClass quota) => quota switch
    {
        QuotaClass.IdentityReports => (5, TimeSpan.FromSeconds(10), true),
        QuotaClass.ConditionalAccess => (1, TimeSpan.FromSeconds(1), false),
        QuotaClass.SecureScore => (150, TimeSpan.FromMinutes(1), true),
        _ => (DirectoryUnits(), TimeSpan.FromSeconds(10), true),
    };

    private int DirectoryUnits()
    {
        long users = _tenant.State.StateOf(GraphResources.Users.Resource).Count ?? 0;
        return users switch
        {
            < 50 => 3500,
            <= 500 => 5000,
            _ => 8000,
        };
    }
}
