using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Controls;

/// <summary>A value that this program does not know: it neither earns the points nor costs them, the control stays open.</summary>
internal static class UnknownValue
{
    /// <summary>The exception that ends the rule.</summary>
    /// <param name="resource">The resource that holds the value.</param>
    /// <param name="owner">What has the value, for example <c>the policy 'Default'</c>.</param>
    /// <param name="setting">The property.</param>
    /// <param name="value">The value.</param>
    public static EvidenceUnavailableException Of(string resource, string owner, string setting, string value) =>
        new(new ResourceState(resource, ResourceStatus.Failed) { Error = $"{owner} has {setting} = '{value}', which is unknown here" });
}
