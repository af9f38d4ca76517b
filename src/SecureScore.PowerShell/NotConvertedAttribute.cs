using System.Collections;
using System.Management.Automation;

namespace SecureScore.PowerShell;

/// <summary>Takes objects of the type as they are and no others.</summary>
/// <remarks>PowerShell would make a new object out of any other that has the same property names, such as a row of Import-Csv, before it binds that
/// row by property name; and a control without its judgement has no evidence.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotConvertedAttribute : ArgumentTransformationAttribute
{
    private readonly Type _type;

    public NotConvertedAttribute(Type type) => _type = type;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var values = BaseObject(inputData) is IEnumerable list and not string ? list.Cast<object?>() : [inputData];
        if (values.All(value => _type.IsInstanceOfType(BaseObject(value))))
            return inputData;

        // The one exception after which PowerShell goes on to the next way of binding.
        string message = $"Only objects of the type {_type.Name} are taken here.";
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }

    private static object? BaseObject(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
