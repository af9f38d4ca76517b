using System.Collections;
using System.Management.Automation.Internal;
using System.Management.Automation.Language;

namespace System.Management.Automation.Internal
{
    public abstract class CmdletMetadataAttribute : Attribute
    {
        private protected CmdletMetadataAttribute()
        {
        }
    }

    public abstract class ParsingBaseAttribute : CmdletMetadataAttribute
    {
        private protected ParsingBaseAttribute()
        {
        }
    }
}

namespace System.Management.Automation
{
    public abstract class CmdletCommonMetadataAttribute : CmdletMetadataAttribute
    {
        public string? DefaultParameterSetName { get; set; }

        public bool SupportsShouldProcess { get; set; }
    }

    [AttributeUsage(AttributeTargets.Class)]
    public sealed class CmdletAttribute : CmdletCommonMetadataAttribute
    {
        public CmdletAttribute(string verbName, string nounName)
        {
            VerbName = verbName;
            NounName = nounName;
        }

        public string VerbName { get; }

        public string NounName { get; }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field, AllowMultiple = true)]
    public sealed class ParameterAttribute : ParsingBaseAttribute
    {
        public const string AllParameterSets = "__AllParameterSets";

        public string ParameterSetName { get; set; } = AllParameterSets;

        public bool Mandatory { get; set; }

        public int Position { get; set; } = int.MinValue;

        public bool ValueFromPipeline { get; set; }

        public bool ValueFromPipelineByPropertyName { get; set; }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class AliasAttribute : ParsingBaseAttribute
    {
        public AliasAttribute(params string[] aliasNames) => AliasNames = aliasNames;

        public IList<string> AliasNames { get; }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class SupportsWildcardsAttribute : ParsingBaseAttribute;

    [AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
    public sealed class OutputTypeAttribute : CmdletMetadataAttribute
    {
        public OutputTypeAttribute(params Type[] type) => _ = type;
    }

    public sealed class EngineIntrinsics
    {
        internal EngineIntrinsics()
        {
        }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public abstract class ArgumentTransformationAttribute : CmdletMetadataAttribute
    {
        public abstract object Transform(EngineIntrinsics engineIntrinsics, object inputData);
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public abstract class ValidateArgumentsAttribute : CmdletMetadataAttribute
    {
        protected abstract void Validate(object arguments, EngineIntrinsics engineIntrinsics);
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public abstract class ValidateEnumeratedArgumentsAttribute : ValidateArgumentsAttribute
    {
        protected abstract void ValidateElement(object element);

        protected sealed override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
        {
            foreach (object element in arguments as IEnumerable ?? new[] { arguments })
                ValidateElement(element);
        }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class AllowNullAttribute : CmdletMetadataAttribute;

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class AllowEmptyCollectionAttribute : CmdletMetadataAttribute;

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class AllowEmptyStringAttribute : CmdletMetadataAttribute;

    public abstract class NullValidationAttributeBase : ValidateArgumentsAttribute;

    public sealed class ValidateNotNullAttribute : NullValidationAttributeBase
    {
        protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics) => ArgumentNullException.ThrowIfNull(arguments);
    }

    public sealed class ValidateNotNullOrEmptyAttribute : NullValidationAttributeBase
    {
        protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
        {
            ArgumentNullException.ThrowIfNull(arguments);
            if (arguments is string { Length: 0 } or ICollection { Count: 0 })
                throw new ArgumentException("The argument is empty.", nameof(arguments));
        }
    }

    public sealed class ValidateRangeAttribute : ValidateEnumeratedArgumentsAttribute
    {
        public ValidateRangeAttribute(object minRange, object maxRange)
        {
            MinRange = minRange;
            MaxRange = maxRange;
        }

        public object MinRange { get; }

        public object MaxRange { get; }

        protected override void ValidateElement(object element)
        {
            if (((IComparable)MinRange).CompareTo(element) > 0 || ((IComparable)MaxRange).CompareTo(element) < 0)
                throw new ArgumentOutOfRangeException(nameof(element));
        }
    }

    public sealed class ValidateSetAttribute : ValidateEnumeratedArgumentsAttribute
    {
        public ValidateSetAttribute(params string[] validValues) => ValidValues = validValues;

        public IList<string> ValidValues { get; }

        protected override void ValidateElement(object element)
        {
            if (!ValidValues.Contains(element.ToString()!, StringComparer.OrdinalIgnoreCase))
                throw new ArgumentOutOfRangeException(nameof(element));
        }
    }

    [AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
    public class ArgumentCompleterAttribute : Attribute
    {
        public ArgumentCompleterAttribute(Type type) => Type = type;

        public Type Type { get; }
    }

    public interface IArgumentCompleter
    {
        IEnumerable<CompletionResult> CompleteArgument(
            string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters);
    }

    public enum CompletionResultType
    {
        Text = 0,
        ParameterValue = 8,
    }

    public class CompletionResult
    {
        public CompletionResult(string completionText, string listItemText, CompletionResultType resultType, string toolTip)
        {
            ArgumentException.ThrowIfNullOrEmpty(completionText);
            ArgumentException.ThrowIfNullOrEmpty(listItemText);
            ArgumentException.ThrowIfNullOrEmpty(toolTip);
            CompletionText = completionText;
            ListItemText = listItemText;
            ResultType = resultType;
            ToolTip = toolTip;
        }

        public string CompletionText { get; }

        public string ListItemText { get; }

        public CompletionResultType ResultType { get; }

        public string ToolTip { get; }
    }
}

namespace System.Management.Automation.Language
{
    public abstract class Ast
    {
        private protected Ast()
        {
        }
    }

    public abstract class StatementAst : Ast
    {
        private protected StatementAst()
        {
        }
    }

    public abstract class CommandBaseAst : StatementAst
    {
        private protected CommandBaseAst()
        {
        }
    }

    public class CommandAst : CommandBaseAst
    {
        internal CommandAst()
        {
        }
    }

    public static class CodeGeneration
    {
        public static string EscapeSingleQuotedStringContent(string value) => value.Replace("'", "''", StringComparison.Ordinal);
    }
}
