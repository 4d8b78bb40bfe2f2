//! A chart as PNG: the SVG, rasterised with fonts that are compiled in, the same on every machine.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

static FONTS: [&[u8]; 2] = [
    include_bytes!("../../assets/font/DejaVuSans-subset.ttf"),
    include_bytes!("../../assets/font/DejaVuSans-Bold-subset.ttf"),
];

/// Pixels to a unit of the SVG.
const SCALE: f32 = 1.5;
/// Pictures that are kept.
const KEPT: usize = 64;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
pub enum PngError {
    /// The SVG cannot be read.
    #[error("the chart cannot be read: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// It is too large, or empty.
    #[error("the chart has no size")]
    Size,
    /// The PNG cannot be written.
    #[error("the chart cannot be written: {0}")]
    Encode(String),
}

/// Rasterises an SVG.
///
/// # Errors
/// If it cannot be read or written.
pub fn render(svg: &str) -> Result<Vec<u8>, PngError> {
    let options = Options { fontdb: fonts(), font_family: "DejaVu Sans".to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options)?;
    let size = tree.size().to_int_size().scale_by(SCALE).ok_or(PngError::Size)?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or(PngError::Size)?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| PngError::Encode(error.to_string()))
}

fn fonts() -> Arc<fontdb::Database> {
    static LOADED: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let load = || {
        let mut fonts = fontdb::Database::new();
        FONTS.iter().for_each(|font| fonts.load_font_data(font.to_vec()));
        Arc::new(fonts)
    };
    Arc::clone(LOADED.get_or_init(load))
}

/// Pictures that were made, by what they show: the same chart is rasterised once.
#[derive(Debug, Default)]
pub struct Cache {
    made: Mutex<HashMap<String, Arc<[u8]>>>,
}

impl Cache {
    /// The picture of an SVG.
    ///
    /// # Errors
    /// If it cannot be read or written.
    pub fn png(&self, svg: &str) -> Result<Arc<[u8]>, PngError> {
        if let Some(known) = self.lock().get(svg) {
            return Ok(Arc::clone(known));
        }
        let png: Arc<[u8]> = render(svg)?.into();
        let mut made = self.lock();
        if made.len() >= KEPT {
            made.clear();
        }
        made.insert(svg.to_owned(), Arc::clone(&png));
        Ok(png)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<[u8]>>> {
        // A panic while the map was held cannot have left it half changed.
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::testing::chart;

    #[test]
    fn the_same_chart_is_made_once() {
        let cache = Cache::default();
        let svg = chart().svg();
        let (one, other) = (cache.png(&svg).unwrap(), cache.png(&svg).unwrap());
        assert!(Arc::ptr_eq(&one, &other));
        assert!(cache.png("no svg").is_err());
    }
}
