using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TransitHub.Gtfs.Sheets;

/// <summary>Turns the events of a YAML parser into nodes.</summary>
internal sealed class SheetNodeReader(IParser parser, string file, SheetProblems problems)
{
    /// <summary>Lists in lists beyond this are no sheet; the bound keeps the recursion from the stack's end.</summary>
    private const int MaxDepth = 24;

    private readonly Dictionary<AnchorName, SheetNode> anchors = [];
    private int depth;

    public SheetNode Read(string label)
    {
        if (this.depth++ >= MaxDepth)
        {
            throw new SemanticErrorException(parser.Current!.Start, parser.Current.End, "values are nested too deeply");
        }

        SheetNode node;
        if (parser.TryConsume<Scalar>(out var scalar))
        {
            node = Keep(scalar.Anchor, NewScalar(scalar, label));
        }
        else if (parser.TryConsume<SequenceStart>(out var list))
        {
            node = Keep(list.Anchor, ReadSequence(list, label));
        }
        else if (parser.TryConsume<MappingStart>(out var mapping))
        {
            node = Keep(mapping.Anchor, ReadMapping(mapping, label));
        }
        else
        {
            var alias = parser.Consume<AnchorAlias>();
            node = this.anchors.GetValueOrDefault(alias.Value)
                ?? throw new SemanticErrorException(alias.Start, alias.End, $"there is no anchor &{alias.Value} before this");
        }

        this.depth--;
        return node;
    }

    private SheetNode Keep(AnchorName anchor, SheetNode node)
    {
        if (!anchor.IsEmpty)
        {
            this.anchors[anchor] = node;
        }

        return node;
    }

    private SheetScalar NewScalar(Scalar scalar, string label) =>
        new(scalar.Value, scalar.Style is not ScalarStyle.Plain, label, file, (int)scalar.Start.Line, problems);

    private SheetSequence ReadSequence(SequenceStart start, string label)
    {
        var items = new List<SheetNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(Read(label));
        }

        return new SheetSequence(items, label, file, (int)start.Start.Line, problems);
    }

    private SheetMapping ReadMapping(MappingStart start, string label)
    {
        var mapping = new SheetMapping(label, file, (int)start.Start.Line, problems);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var name))
            {
                throw new SemanticErrorException(parser.Current!.Start, parser.Current.End, "a key must be a word");
            }

            var key = NewScalar(name, label);
            if (!mapping.TryAdd(key, Read(key.Text)))
            {
                key.Error($"'{key.Text}' stands twice", "keep one of the two; YAML has each key once");
            }
        }

        return mapping;
    }
}
