namespace SecureScore.Emulator.Graph.Writing;

/// <summary>How one resource of Graph can be written.</summary>
/// <param name="Target">The resource.</param>
/// <param name="Type">What its objects are.</param>
/// <param name="Methods">How it can be written: PATCH or PUT an object, POST a new one, DELETE one.</param>
internal sealed record WriteRule(GraphResource Target, ObjectType Type, params string[] Methods)
{
    /// <summary>The permissions that writing takes, all of them; of each, one of its names.</summary>
    public required string[][] Permissions { get; init; }

    /// <summary>The directory roles of which a person needs one.</summary>
    public required string[] Roles { get; init; }

    /// <summary>What the service holds against an object; null when it takes it.</summary>
    public Func<WrittenObject, Refusal?> Check { get; init; } = _ => null;

    /// <summary>The code of a bad request in this part of Graph.</summary>
    public string ErrorCode { get; init; } = "BadRequest";

    /// <summary>Whether a change is answered with the whole object instead of nothing.</summary>
    public bool AnswersChange { get; init; }

    /// <summary>Where what is deleted is kept; null where it is gone.</summary>
    public GraphResource? DeletedTo { get; init; }
}
