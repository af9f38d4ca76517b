namespace System.Management.Automation;

public enum ErrorCategory
{
    NotSpecified = 0,
    InvalidArgument = 5,
    InvalidData = 6,
    InvalidOperation = 7,
    ObjectNotFound = 13,
    OperationStopped = 14,
    OperationTimeout = 15,
    PermissionDenied = 18,
    ResourceBusy = 19,
    ResourceExists = 20,
    ResourceUnavailable = 21,
    ReadError = 22,
    WriteError = 23,
    SecurityError = 25,
    ConnectionError = 27,
    AuthenticationError = 28,
    LimitsExceeded = 29,
}

public class ErrorRecord
{
    public ErrorRecord(Exception exception, string errorId, ErrorCategory errorCategory, object? targetObject)
    {
        Exception = exception;
        FullyQualifiedErrorId = errorId;
        TargetObject = targetObject;
        CategoryInfo = new ErrorCategoryInfo(errorCategory);
    }

    public Exception Exception { get; }

    public string FullyQualifiedErrorId { get; }

    public object? TargetObject { get; }

    public ErrorCategoryInfo CategoryInfo { get; }

    public ErrorDetails? ErrorDetails { get; set; }
}

public class ErrorDetails
{
    public ErrorDetails(string message) => Message = message;

    public string Message { get; }
}

public class ErrorCategoryInfo
{
    internal ErrorCategoryInfo(ErrorCategory category) => Category = category;

    public ErrorCategory Category { get; }

    public string TargetName { get; set; } = "";
}

public class RuntimeException : SystemException
{
    public RuntimeException()
    {
    }

    public RuntimeException(string message)
        : base(message)
    {
    }

    public RuntimeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

public class PipelineStoppedException : RuntimeException
{
    public PipelineStoppedException()
    {
    }
}

public class SessionStateException : RuntimeException
{
    public SessionStateException()
    {
    }

    public SessionStateException(string message)
        : base(message)
    {
    }
}

public class WildcardPatternException : RuntimeException
{
    public WildcardPatternException()
    {
    }

    public WildcardPatternException(string message)
        : base(message)
    {
    }
}

public class ItemNotFoundException : SessionStateException
{
    public ItemNotFoundException()
    {
    }

    public ItemNotFoundException(string message)
        : base(message)
    {
    }
}

public class DriveNotFoundException : SessionStateException
{
    public DriveNotFoundException()
    {
    }

    public DriveNotFoundException(string message)
        : base(message)
    {
    }
}

public class MetadataException : RuntimeException
{
    public MetadataException(string message)
        : base(message)
    {
    }

    public MetadataException()
    {
    }

    public MetadataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

public class ArgumentTransformationMetadataException : MetadataException
{
    public ArgumentTransformationMetadataException(string message)
        : base(message)
    {
    }

    public ArgumentTransformationMetadataException()
    {
    }

    public ArgumentTransformationMetadataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

public class PSInvalidCastException : InvalidCastException
{
    public PSInvalidCastException()
    {
    }

    public PSInvalidCastException(string message)
        : base(message)
    {
    }
}
