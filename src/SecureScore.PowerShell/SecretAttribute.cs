using System.Collections;
using System.Management.Automation;

namespace SecureScore.PowerShell;

/// <summary>Refuses a secret in plain text, without repeating it: what PowerShell itself would say quotes the text.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (Holds(inputData))
        {
            throw new ArgumentTransformationMetadataException(
                "A secret is not taken as plain text, which the history of the session would keep. Use Read-Host -AsSecureString, a variable of a vault (Get-Secret), or ConvertTo-SecureString.");
        }

        return inputData;
    }

    private static bool Holds(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        string => true,
        IDictionary table => table.Values.Cast<object?>().Any(Holds),
        object?[] list => Array.Exists(list, Holds),
        _ => false,
    };
}
