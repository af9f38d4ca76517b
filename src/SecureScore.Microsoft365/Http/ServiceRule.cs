namespace SecureScore.Microsoft365.Http;

/// <summary>A rule of a service that it tells by its wording alone: whoever breaks it has changed nothing, whatever the status says.</summary>
internal enum ServiceRule
{
    /// <summary>What is named is not there.</summary>
    NoSuchObject,

    /// <summary>The organisation shares its configuration with others until it is customised, and nobody changes it before.</summary>
    NotCustomized,

    /// <summary>The organisation is customised once, and was.</summary>
    CustomizedBefore,

    /// <summary>A policy names a location that is not known, or not yet everywhere.</summary>
    LocationUnknown,
}
