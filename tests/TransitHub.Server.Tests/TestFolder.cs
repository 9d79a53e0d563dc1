namespace TransitHub.Server.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("transithub-test-").FullName;

    public string File(string name, string content)
    {
        string path = System.IO.Path.Combine(this.Path, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(this.Path, recursive: true);
}
