namespace SecureScore.Documentation;

/// <summary>Something that must be documented is not, or a page cannot be read.</summary>
internal sealed class DocumentationException(string message) : Exception(message);
