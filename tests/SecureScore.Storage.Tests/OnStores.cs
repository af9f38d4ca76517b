using System.Reflection;
using SecureScore.Engine.History;
using Xunit.Sdk;

namespace SecureScore.Storage.Tests;

/// <summary>Runs a test on a store in a file.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreKind.File]];
}

/// <summary>Runs a test on a store on a server, and skips it where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnPostgresAttribute : DataAttribute
{
    public OnPostgresAttribute() => Skip = PostgresServer.Missing;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreKind.Server]];
}
