using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TransitHub.Gtfs.Sheets;

/// <summary>
/// Reads a YAML file into nodes that know their lines. What YAML itself forbids is one problem with its place; a key
/// written twice is a problem and the first one counts.
/// </summary>
public static class SheetReader
{
    /// <summary>Bytes of a file: a city's longest line has some tens of thousands.</summary>
    public const int MaxBytes = 4 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Reads a file whose top is a mapping; null, with a problem noted, if that cannot be. Throws <see cref="IOException"/>
    /// or <see cref="UnauthorizedAccessException"/> as its source does.
    /// </summary>
    public static SheetMapping? Read(SheetFiles files, string path, SheetProblems problems)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(problems);
        return ReadText(files, path, problems) is { } text ? Parse(path, text, problems) : null;
    }

    /// <summary>Reads YAML from a text; <paramref name="file"/> is its name in problems.</summary>
    public static SheetMapping? Parse(string file, string text, SheetProblems problems)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(problems);

        // YamlDotNet 18.1 looks 1,024 characters ahead and goes round some four thousand million times when the text ends in a directive just there.
        var parser = new Parser(new StringReader(text + "\n"));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                problems.Error(file, "the file is empty", "write the sheet, or take the file away");
                return null;
            }

            var root = new SheetNodeReader(parser, file, problems).Read(string.Empty);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second))
            {
                problems.Add(new SheetProblem(file, (int)second.Start.Line, SheetSeverity.Error,
                    "a second document starts here", "put it into a file of its own"));
            }

            return AsMapping(root, file, problems);
        }
        catch (YamlException problem)
        {
            problems.Add(YamlMistake.Explain(file, text, (int)problem.Start.Line, $"{problem.Message.TrimEnd('.')}, column {problem.Start.Column}"));
            return null;
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner throws this, without a place, where a bracket or brace is left open.
            problems.Add(YamlMistake.Explain(file, text, (int)(parser.Current?.End.Line ?? 1), "a bracket or brace is left open near here"));
            return null;
        }
        catch (ArgumentException)
        {
            // And this, where a tag is no URI.
            problems.Add(YamlMistake.Explain(file, text, (int)(parser.Current?.End.Line ?? 1), "a tag near here is no URI"));
            return null;
        }
    }

    /// <summary>Reads a whole UTF-8 file; null, with a problem noted, if it is too long or in another encoding.</summary>
    internal static string? ReadText(SheetFiles files, string path, SheetProblems problems)
    {
        using var stream = files.Open(path);
        using var bytes = new MemoryStream();
        var block = new byte[1 << 16];
        for (var read = stream.Read(block); read > 0; read = stream.Read(block))
        {
            bytes.Write(block, 0, read);
            if (bytes.Length > MaxBytes)
            {
                problems.Error(path, $"the file is larger than {MaxBytes >> 20} MiB", "split it, or thin out its points");
                return null;
            }
        }

        try
        {
            return Utf8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException problem)
        {
            var line = bytes.GetBuffer().AsSpan(0, problem.Index).Count((byte)'\n') + 1;
            problems.Add(new SheetProblem(path, line, SheetSeverity.Error, "the file is not UTF-8 here", "save it as UTF-8"));
            return null;
        }
    }

    private static SheetMapping? AsMapping(SheetNode root, string file, SheetProblems problems)
    {
        switch (root)
        {
            case SheetMapping mapping:
                return mapping;
            case SheetScalar { IsAbsent: true }:
                problems.Error(file, "the file is empty", "write the sheet, or take the file away");
                return null;
            default:
                root.Error("the sheet does not start with a key", "write 'key: value' lines");
                return null;
        }
    }
}
