using YamlDotNet.RepresentationModel;

namespace SecureScore.Samples;

/// <summary>The description of a tenant says something that cannot be.</summary>
internal sealed class DescriptionException : Exception
{
    public DescriptionException(long line, string message, Exception? innerException = null)
        : base(message, innerException) => Line = line;

    public DescriptionException(YamlNode node, string message)
        : this(node.Start.Line, message)
    {
    }

    /// <summary>Where the description says it, counted from 1.</summary>
    public long Line { get; }
}
