import { foldInPlace } from './vietnamese.ts';

/** Surnames of the Kinh and of the larger peoples of Viet Nam. */
const surnames = new Set(
  (
    'Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Trương Đinh Đoàn Lương ' +
    'Mai Tô Trịnh Đào Cao Hà Châu Tạ Phùng Tống Quách Lưu Thái Vương Triệu Nông Hứa La Lữ Diệp Văn ' +
    'Từ Mạc Chu Giang Khổng Tăng Đàm Nghiêm Quang Lại Thân Viên Âu Kiều Kim Thạch Sơn Lâm Danh Ninh ' +
    'Ông Bế Lò Vàng Giàng Sùng Thào Cầm Điêu Hầu Khương Mã Phó Quan Tôn Ung Vi Vòng Y Ksor Rơ Đồng ' +
    'Cù Doãn Đậu Hàn Hàng Hùng Kha Lục Nhan Phí Sầm Tiêu Trà Uông Vạn'
  ).split(' '),
);

export function isSurname(word: string): boolean {
  return surnames.has(word);
}

/** What a first word of a name must be where only its diacritics were lost: `Huynh` → `Huỳnh`. */
export function surnameLike(word: string): string | undefined {
  if (surnames.has(word)) return word;
  const folded = foldInPlace(word);
  const alike = [...surnames].filter((surname) => foldInPlace(surname) === folded);
  return alike.length === 1 ? alike[0] : undefined;
}

/** Usual syllables of middle and given names; others are names too, but may be misread ones. */
const syllables = new Set(
  (
    'An Anh Ánh Ân Ái Bá Bách Bạch Bảo Bắc Băng Bích Biên Bình Bính Cảnh Cao Cát Cầm Cần Cẩm Chánh ' +
    'Chất Châu Chi Chí Chiến Chinh Chính Chung Chuyên Chương Công Cúc Cường Cương Danh Dân Dần Di ' +
    'Diễm Diện Diệp Diệu Doanh Du Dung Dũng Duy Duyên Dư Dương Dưỡng Đài Đại Đàn Đan Đạo Đào Đạt Đăng ' +
    'Điền Điệp Định Đính Đoàn Đoan Đô Đồng Đông Đức Được Đương Giang Giáp Giàu Hà Hạ Hai Hải Hạnh Hàm ' +
    'Hân Hào Hảo Hạo Hằng Hậu Hiên Hiến Hiền Hiển Hiệp Hiếu Hiệu Hinh Hoa Hoá Hóa Hòa Hoà Hoài Hoàn ' +
    'Hoàng Hoạt Hồ Hồng Hợi Hợp Huân Huấn Huế Huệ Hùng Huy Huyên Huyền Huynh Hưng Hường Hương Hướng ' +
    'Hưởng Hữu Hỷ Kha Khả Khải Khang Khanh Khánh Khâm Khiêm Khoa Khoan Khôi Khuê Khương Khuyên Kiên ' +
    'Kiệt Kiều Kim Kính Ký Kỳ Lài Lam Lan Lành Lạc Lâm Lân Lập Lê Lệ Liêm Liên Liễu Linh Loan Long Lộc ' +
    'Lợi Luân Luận Luật Lực Lương Lượng Lưu Ly Lý Mai Mẫn Mạnh Mậu Mây Mến Minh Mơ Muôn Mùi Mười Mỹ My ' +
    'Nam Nga Ngà Ngân Nghi Nghị Nghĩa Ngoan Ngọ Ngọc Ngôn Nguyên Nguyệt Nhã Nhàn Nhân Nhẫn Nhật Nhi ' +
    'Nhiên Nho Nhu Nhung Như Nhường Nhựt Niên Ninh Nương Oanh Phát Phi Phong Phú Phúc Phụng Phùng ' +
    'Phước Phương Phượng Quân Quang Quảng Quế Quốc Quý Quyên Quyền Quyết Quỳnh Rạng Sa San Sang Sáng ' +
    'Sen Sinh Sĩ Soạn Song Sơn Sự Sửu Sỹ Tài Tám Tâm Tân Tấn Tất Tạo Thạch Thái Thanh Thành Thạnh Thao ' +
    'Thảo Thạo Thắm Thắng Thân Thật Thế Thể Thêm Thi Thị Thiên Thiện Thiệu Thìn Thịnh Thoa Thoại Thông ' +
    'Thơ Thơm Thống Thu Thủ Thuận Thuần Thục Thuỷ Thủy Thùy Thuỳ Thúy Thuý Thư Thức Thương Thường ' +
    'Thưởng Thy Tiên Tiến Tiếp Tiệp Tín Tinh Tình Tịnh Toan Toàn Toản Tố Tôn Tống Tráng Trang Trà Trâm ' +
    'Trân Trí Triết Triều Triệu Trinh Trình Trọng Trúc Trung Trực Trường Trưởng Tú Tuân Tuấn Tuệ Tùng ' +
    'Tuy Tuyên Tuyến Tuyền Tuyết Tư Từ Tường Tưởng Tý Tỵ Uyên Út Văn Vân Vạn Vi Viên Viết Việt Vinh ' +
    'Vĩnh Vĩ Vọng Vũ Vui Vương Vượng Vỹ Xuân Xuyến Ý Yên Yến'
  ).split(' '),
);

export function isNameSyllable(word: string): boolean {
  return syllables.has(word);
}
