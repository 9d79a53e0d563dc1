using System.IO.Hashing;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using TransitHub.Core.Feeds;

namespace TransitHub.Server.Endpoints;

/// <summary>
/// The files of the live map and the console, embedded in the executable. All of them stand below one folder named by their content, so that
/// a browser keeps them for good, and modules find each other by relative paths without a bundler.
/// </summary>
internal sealed partial class WebAssets
{
    private const string Prefix = "web/";

    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
        [".txt"] = "text/plain; charset=utf-8",
    };

    private readonly Dictionary<string, Representation> files = new(StringComparer.Ordinal);

    private WebAssets(IReadOnlyDictionary<string, byte[]> contents)
    {
        var all = new XxHash128();
        foreach ((string path, byte[] bytes) in contents.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            all.Append(Encoding.UTF8.GetBytes(path));
            all.Append(bytes);
            this.files.Add(path, new Representation(bytes, Types[System.IO.Path.GetExtension(path)], ContentTag.Of(bytes)));
        }

        this.Version = ContentTag.Of(all.GetCurrentHash())[..12];
        this.LiveMap = this.PageOf(contents, "index.html", "app/main.js");
        this.Console = this.PageOf(contents, "console.html", "console/main.js");
    }

    /// <summary>Names the files' content.</summary>
    public string Version { get; }

    /// <summary>The page of the live map.</summary>
    public Representation LiveMap { get; }

    /// <summary>The page of the console.</summary>
    public Representation Console { get; }

    /// <summary>Those of this executable.</summary>
    public static WebAssets Embedded()
    {
        Assembly assembly = typeof(WebAssets).Assembly;
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            contents.Add(name[Prefix.Length..].Replace('\\', '/'), bytes);
        }

        return new WebAssets(contents);
    }

    /// <summary>A file by its path below the folder; null: there is none.</summary>
    public Representation? Find(string path) => this.files.GetValueOrDefault(path);

    private Representation PageOf(IReadOnlyDictionary<string, byte[]> contents, string file, string entry)
    {
        string folder = $"/assets/{this.Version}";
        string page = Encoding.UTF8.GetString(contents[file])
            .Replace("{assets}", folder, StringComparison.Ordinal)
            .Replace("<!--modules-->", string.Concat(ModulesOf(contents, entry).Select(m => $"<link rel=\"modulepreload\" href=\"{folder}/{m}\">\n")), StringComparison.Ordinal);
        byte[] html = Encoding.UTF8.GetBytes(page);
        return new Representation(html, Types[".html"], ContentTag.Of(html));
    }

    /// <summary>All modules that a page's entry comes to, so that the browser asks for them at once and not one import after the other.</summary>
    private static SortedSet<string> ModulesOf(IReadOnlyDictionary<string, byte[]> contents, string entry)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([entry]);
        while (open.TryDequeue(out string? module))
        {
            if (contents.TryGetValue(module, out byte[]? code) && found.Add(module))
            {
                var at = new Uri(new Uri("file:///"), module);
                foreach (Match import in Import().Matches(Encoding.UTF8.GetString(code)))
                {
                    open.Enqueue(new Uri(at, import.Groups[1].Value).AbsolutePath[1..]);
                }
            }
        }

        return found;
    }

    [GeneratedRegex(@"\b(?:from|import) '(\.[^']+)';")]
    private static partial Regex Import();
}
