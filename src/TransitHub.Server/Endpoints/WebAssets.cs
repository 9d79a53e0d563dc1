using System.IO.Hashing;
using System.Reflection;
using System.Text;
using TransitHub.Core.Feeds;

namespace TransitHub.Server.Endpoints;

/// <summary>
/// The files of the live map, embedded in the executable. All of them stand below one folder named by their content, so that
/// a browser keeps them for good, and modules find each other by relative paths without a bundler.
/// </summary>
internal sealed class WebAssets
{
    private const string Prefix = "web/";
    private const string Page = "index.html";

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
        string page = Encoding.UTF8.GetString(contents[Page])
            .Replace("{assets}", $"/assets/{this.Version}", StringComparison.Ordinal)
            .Replace("<!--modules-->", string.Concat(this.Modules().Select(m => $"<link rel=\"modulepreload\" href=\"{m}\">\n")), StringComparison.Ordinal);
        byte[] html = Encoding.UTF8.GetBytes(page);
        this.Index = new Representation(html, Types[".html"], ContentTag.Of(html));
    }

    /// <summary>Names the files' content.</summary>
    public string Version { get; }

    /// <summary>The page itself.</summary>
    public Representation Index { get; }

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

    /// <summary>All modules, so that the browser asks for them at once and not one import after the other.</summary>
    private IEnumerable<string> Modules() =>
        this.files.Keys.Where(p => p.StartsWith("app/", StringComparison.Ordinal) || p == "maplibre/maplibre-gl.mjs").Order(StringComparer.Ordinal).Select(p => $"/assets/{this.Version}/{p}");
}
