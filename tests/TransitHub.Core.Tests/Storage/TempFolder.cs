namespace TransitHub.Core.Tests.Storage;

/// <summary>A folder of a test's own, removed at its end.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("transithub-test-").FullName;

    public string[] Segments => [.. Directory.GetFiles(this.Path, "*.log").Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(this.Path, recursive: true);
}
