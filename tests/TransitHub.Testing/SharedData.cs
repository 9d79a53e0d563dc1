using System.Runtime.CompilerServices;

namespace TransitHub.Testing;

/// <summary>
/// Finds the recordings that lie beside the repository and are not part of it. A test that needs one
/// starts with <c>Assert.SkipUnless(SharedData.Has("helsinki"), SharedData.SkipReason)</c>.
/// </summary>
public static class SharedData
{
    /// <summary>What a skipped test says.</summary>
    public const string SkipReason = "The recordings are not here: they are expected in ../shared/data beside the repository.";

    /// <summary>The repository's root folder.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>True when the recording is there.</summary>
    /// <param name="relativePath">A file or folder below <c>../shared/data</c>.</param>
    public static bool Has(string relativePath) => System.IO.Path.Exists(Path(relativePath));

    /// <summary>The recording's full path.</summary>
    /// <param name="relativePath">A file or folder below <c>../shared/data</c>.</param>
    public static string Path(string relativePath) =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(RepositoryRoot, "..", "shared", "data", relativePath));

    private static string FindRoot([CallerFilePath] string thisFile = "")
    {
        string? folder = System.IO.Path.GetDirectoryName(thisFile);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "TransitHub.sln")))
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return folder ?? AppContext.BaseDirectory;
    }
}
